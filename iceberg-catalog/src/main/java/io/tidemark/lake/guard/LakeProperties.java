package io.tidemark.lake.guard;

import java.util.Map;
import org.apache.iceberg.util.PropertyUtil;
import org.jspecify.annotations.Nullable;

/** What a table says of itself to the guard, in its own properties: so it goes wherever the table goes. */
public final class LakeProperties {
    /** Whether the table may not be dropped, replaced or rolled back: {@code true} on the six tables of a lake. */
    public static final String PROTECTED = "tidemark.protected";

    /** The name of the environment that the table's lake belongs to. */
    public static final String ENVIRONMENT = "tidemark.environment";

    /** The epoch of the writer that may commit; a whole number, raised by every restore. */
    public static final String EPOCH = "tidemark.epoch";

    /** The one start of the job that may commit; a name made anew at every start. No entry: any start of the epoch. */
    public static final String CLAIM = "tidemark.claim";

    /** The epoch of a writer that no restore has gone before. */
    public static final int FIRST_EPOCH = 1;

    private LakeProperties() {}

    /** Whether a table with these properties is protected. */
    public static boolean isProtected(Map<String, String> properties) {
        return PropertyUtil.propertyAsBoolean(properties, PROTECTED, false);
    }

    /** The environment of a table with these properties; null for a table that names none. */
    public static @Nullable String environment(Map<String, String> properties) {
        return properties.get(ENVIRONMENT);
    }

    /** The epoch of a table with these properties; {@link #FIRST_EPOCH} where none was ever raised. */
    public static int epoch(Map<String, String> properties) {
        return PropertyUtil.propertyAsInt(properties, EPOCH, FIRST_EPOCH);
    }
}
