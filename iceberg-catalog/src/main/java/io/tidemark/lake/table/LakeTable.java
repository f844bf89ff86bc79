package io.tidemark.lake.table;

import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;

/**
 * The tables of a lake, all append-only. Six are {@linkplain #pipeline() the pipeline's}: every record of the log ends in
 * exactly one of the four {@linkplain #isOutcome() outcome} tables, and two tell who is behind the accepted events. The
 * others are {@linkplain #inputs() inputs}, which people write: what they say of identities that the log alone got wrong, and
 * the configuration of the services. Like the log they are what the answers are made from, and no restore moves them.
 */
public enum LakeTable {
    /** Accepted events. */
    EVENTS("events", Role.OUTCOME, Schemas.events()),
    /** Events that repeat an accepted one. */
    DUPLICATES("duplicates", Role.OUTCOME, Schemas.duplicates()),
    /** Events of a device over its limit. */
    THROTTLED("throttled", Role.OUTCOME, Schemas.throttled()),
    /** Records that are no event. */
    DEAD_LETTERS("dead_letters", Role.OUTCOME, Schemas.deadLetters()),
    /** The change log of every device's identity. */
    IDENTITIES("identities", Role.IDENTITY, Schemas.identities()),
    /** A device's anonymous id joins its first user. */
    MERGE_IDS("merge_ids", Role.IDENTITY, Schemas.mergeIds()),
    /** People's corrections of who is who. */
    IDENTITY_OVERRIDES("identity_overrides", Role.INPUT, Schemas.identityOverrides()),
    /** The configuration of the services, one row for each key that a version changes. */
    SERVICE_CONFIG("service_config", Role.INPUT, Schemas.serviceConfig());

    private static final List<LakeTable> ALL = List.of(values());
    private static final List<LakeTable> PIPELINE =
            Stream.of(values()).filter(LakeTable::isOfPipeline).toList();
    private static final List<LakeTable> OUTCOMES =
            Stream.of(values()).filter(LakeTable::isOutcome).toList();
    private static final List<LakeTable> INPUTS =
            Stream.of(values()).filter(LakeTable::isInput).toList();

    private enum Role {
        OUTCOME,
        IDENTITY,
        INPUT
    }

    private final String tableName;
    private final Role role;
    // An Iceberg schema does not change once it is built; its class only lacks the annotation that says so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Schema schema;

    LakeTable(String tableName, Role role, Schema schema) {
        this.tableName = tableName;
        this.role = role;
        this.schema = schema;
    }

    /** Every table, in the order of declaration. */
    public static List<LakeTable> all() {
        return ALL;
    }

    /** The six tables that the job writes, and a restore puts back. */
    public static List<LakeTable> pipeline() {
        return PIPELINE;
    }

    /** The four tables in which records end. */
    public static List<LakeTable> outcomes() {
        return OUTCOMES;
    }

    /** The tables that people write, and no restore puts back. */
    public static List<LakeTable> inputs() {
        return INPUTS;
    }

    /** The table's name in the catalog. */
    public String tableName() {
        return tableName;
    }

    /** Whether records of the log end here. */
    public boolean isOutcome() {
        return role == Role.OUTCOME;
    }

    /** Whether the job writes it. */
    public boolean isOfPipeline() {
        return role != Role.INPUT;
    }

    /** Whether people write it. */
    public boolean isInput() {
        return role == Role.INPUT;
    }

    /** The table's columns, each documented, with field ids from 1 in the order of the columns. */
    public Schema schema() {
        return schema;
    }
}
