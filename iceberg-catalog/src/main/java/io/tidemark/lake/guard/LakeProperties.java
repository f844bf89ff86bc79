package io.tidemark.lake.guard;

import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.Map;
import org.apache.iceberg.util.PropertyUtil;
import org.jspecify.annotations.Nullable;

/** What a table says of itself to the guard, in its own properties: so it goes wherever the table goes. */
public final class LakeProperties {
    /** Whether the table may not be dropped, replaced or rolled back: {@code true} on the tables of a lake. */
    public static final String PROTECTED = "tidemark.protected";

    /** The name of the environment that the table's lake belongs to. */
    public static final String ENVIRONMENT = "tidemark.environment";

    /** The epoch of the writer that may commit; a whole number, raised by every restore. */
    public static final String EPOCH = "tidemark.epoch";

    /** The one start of the job that may commit; a new name at every start. No entry: any start of the epoch. */
    public static final String CLAIM = "tidemark.claim";

    /** Of a table in the trash: the name that it had. */
    public static final String TRASH_OF = "tidemark.trash.of";

    /** Of a table in the trash: when it was dropped, as an ISO instant. */
    public static final String DROPPED_AT = "tidemark.trash.dropped-at";

    /** Of a table in the trash: when its files may be removed, as an ISO instant. */
    public static final String EXPIRES_AT = "tidemark.trash.dies-at";

    /** Of a table that takes people's corrections in place of the job's rows: {@code true}. */
    public static final String CORRECTIONS = "tidemark.corrections";

    /** Of a table that takes people's configuration of the services in place of the job's rows: {@code true}. */
    public static final String CONFIGURATION = "tidemark.configuration";

    /**
     * Of the events: {@code made} once the lake has a table of corrections. One that is missing later was lost, and is
     * not recreated.
     */
    public static final String OVERRIDES = "tidemark.overrides";

    /** The same of the table with the configuration of the services. */
    public static final String SERVICE_CONFIG = "tidemark.service-config";

    /** In a snapshot's summary: the newest checkpoint whose rows it holds, as Flink's sink notes it. */
    public static final String CHECKPOINT_ID = "flink.max-committed-checkpoint-id";

    /** The epoch of a writer that no restore has gone before. */
    public static final int FIRST_EPOCH = 1;

    private LakeProperties() {}

    /** Whether a table with these properties is protected. */
    public static boolean isProtected(Map<String, String> properties) {
        return PropertyUtil.propertyAsBoolean(properties, PROTECTED, false);
    }

    /** Whether a table with these properties takes people's corrections, and no rows of the job's. */
    public static boolean takesCorrections(Map<String, String> properties) {
        return PropertyUtil.propertyAsBoolean(properties, CORRECTIONS, false);
    }

    /** Whether a table with these properties takes people's configuration of the services, and no rows of the job's. */
    public static boolean takesConfiguration(Map<String, String> properties) {
        return PropertyUtil.propertyAsBoolean(properties, CONFIGURATION, false);
    }

    /** The property by which an input says that it takes what people write: one of the two above. */
    public static String takenBy(LakeTable input) {
        return input == LakeTable.SERVICE_CONFIG ? CONFIGURATION : CORRECTIONS;
    }

    /** The property by which the events say that the lake has an input. */
    public static String madeOf(LakeTable input) {
        return input == LakeTable.SERVICE_CONFIG ? SERVICE_CONFIG : OVERRIDES;
    }

    /** The environment of a table with these properties; null for a table that names none. */
    public static @Nullable String environment(Map<String, String> properties) {
        return properties.get(ENVIRONMENT);
    }

    /** When the files of a table with these properties may be removed; null for a table that is not in the trash. */
    public static @Nullable Instant expiresAt(Map<String, String> properties) {
        String text = properties.get(EXPIRES_AT);
        return text == null ? null : Instant.parse(text);
    }

    /** The epoch of a table with these properties; {@link #FIRST_EPOCH} where none was ever raised. */
    public static int epoch(Map<String, String> properties) {
        return PropertyUtil.propertyAsInt(properties, EPOCH, FIRST_EPOCH);
    }
}
