package io.tidemark.job.query;

import java.time.Instant;
import java.time.ZoneId;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a clock on the wall of a time zone shows, in Flink SQL: {@code tidemark_local_ms(ms, zone)} gives, for a time in
 * milliseconds since 1970 and the name of a zone of the IANA database such as {@code Europe/Berlin}, the milliseconds at
 * which a clock in UTC shows the same; null for null. Flink's own {@code CONVERT_TZ} takes and gives texts of whole seconds.
 * Elsewhere than in {@code tidemark sql}: {@code CREATE FUNCTION tidemark_local_ms AS 'io.tidemark.job.query.LocalMillis'}.
 */
public final class LocalMillis extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /** Its name in SQL. */
    public static final String NAME = "tidemark_local_ms";

    private transient @Nullable ZoneId zone;

    /**
     * The local time of a time.
     *
     * @throws java.time.DateTimeException if there is no such zone
     */
    public @Nullable Long eval(@Nullable Long ms, String name) {
        if (ms == null) {
            return null;
        }
        ZoneId known = zone;
        if (known == null || !known.getId().equals(name)) {
            known = ZoneId.of(name);
            zone = known;
        }
        return ms + known.getRules().getOffset(Instant.ofEpochMilli(ms)).getTotalSeconds() * 1000L;
    }
}
