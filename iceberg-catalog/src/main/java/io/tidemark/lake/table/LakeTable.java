package io.tidemark.lake.table;

import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;

/**
 * The six tables of a lake. Every record of the log ends in exactly one of the four {@linkplain #isOutcome() outcome}
 * tables; the other two tell who is behind the accepted events. All are append-only.
 */
public enum LakeTable {
    /** Accepted events. */
    EVENTS("events", true, Schemas.events()),
    /** Events that repeat an accepted one. */
    DUPLICATES("duplicates", true, Schemas.duplicates()),
    /** Events of a device over its limit. */
    THROTTLED("throttled", true, Schemas.throttled()),
    /** Records that are no event. */
    DEAD_LETTERS("dead_letters", true, Schemas.deadLetters()),
    /** The change log of every device's identity. */
    IDENTITIES("identities", false, Schemas.identities()),
    /** A device's anonymous id joins its first user. */
    MERGE_IDS("merge_ids", false, Schemas.mergeIds());

    private static final List<LakeTable> ALL = List.of(values());
    private static final List<LakeTable> OUTCOMES =
            Stream.of(values()).filter(LakeTable::isOutcome).toList();

    private final String tableName;
    private final boolean outcome;
    // An Iceberg schema does not change once it is built; its class only lacks the annotation that says so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Schema schema;

    LakeTable(String tableName, boolean outcome, Schema schema) {
        this.tableName = tableName;
        this.outcome = outcome;
        this.schema = schema;
    }

    /** Every table, in the order of declaration. */
    public static List<LakeTable> all() {
        return ALL;
    }

    /** The four tables in which records end. */
    public static List<LakeTable> outcomes() {
        return OUTCOMES;
    }

    /** The table's name in the catalog. */
    public String tableName() {
        return tableName;
    }

    /** Whether records of the log end here. */
    public boolean isOutcome() {
        return outcome;
    }

    /** The table's columns, each documented, with field ids from 1 in the order of the columns. */
    public Schema schema() {
        return schema;
    }
}
