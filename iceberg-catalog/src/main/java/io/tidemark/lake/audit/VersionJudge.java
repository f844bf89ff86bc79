package io.tidemark.lake.audit;

import io.tidemark.lake.audit.VersionFinding.EarlierVersion;
import io.tidemark.lake.audit.VersionFinding.NoVersion;
import io.tidemark.lake.audit.VersionFinding.OtherVersion;
import io.tidemark.lake.audit.VersionFinding.UnknownVersion;
import io.tidemark.lake.audit.VersionFinding.VersionNotInForce;
import io.tidemark.lake.audit.VersionRules.Stamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a row was decided by the right version of the service configuration. Wherever a version is right, a
 * stand-in of it is right too, also an earlier one.
 *
 * <p>A record that names no version is decided by the one in force when it was received, as the job knew them then. A record
 * whose received time is ahead of Kafka's timestamp may have been decided before a version was made that took effect in
 * between: so the version by either time is right, and every one between them.
 */
final class VersionJudge {
    private final VersionRules rules;
    private final long newest;
    // The versions of which each is the stand-in, in order.
    private final Map<Long, List<Long>> replaced = new HashMap<>();

    /**
     * A row of an outcome table.
     *
     * @param table which
     * @param place its place in the log
     * @param version by which version it says it was decided; null for none
     * @param received when it was received, ms since the epoch
     * @param timestamp the Kafka record's timestamp, ms since the epoch
     * @param released whether its record was let back in
     */
    record Decided(
            LakeTable table,
            LogPosition place,
            @Nullable Long version,
            long received,
            long timestamp,
            boolean released) {}

    /**
     * What is said of a row.
     *
     * @param finding what is wrong; null for nothing
     * @param earlier whether it is right only if its record names a version that was no longer in force
     */
    record Verdict(@Nullable VersionFinding finding, boolean earlier) {
        private static final Verdict RIGHT = new Verdict(null, false);
        private static final Verdict EARLIER = new Verdict(null, true);

        private static Verdict of(VersionFinding finding) {
            return new Verdict(finding, false);
        }
    }

    VersionJudge(VersionRules rules) {
        this.rules = rules;
        this.newest = rules.newest();
        for (long version = 1; version <= newest; version++) {
            for (long other : rules.standIns(version)) {
                replaced.computeIfAbsent(other, any -> new ArrayList<>()).add(version);
            }
        }
    }

    /** Judges a row whose record is not at hand. */
    Verdict judge(Decided row) {
        long version = version(row);
        if (isUnknown(row)) {
            return Verdict.of(new UnknownVersion(row.table(), row.place(), version, newest));
        }
        long least = inForceAtLeast(row);
        long most = rules.inForce(row.received());
        if (isRight(version, least, most)) {
            return Verdict.RIGHT;
        }
        if (isRight(version, 1, least - 1)) {
            return Verdict.EARLIER;
        }
        if (version == 0) {
            return Verdict.of(new NoVersion(row.table(), row.place(), least));
        }
        return row.released()
                ? Verdict.RIGHT
                : Verdict.of(new VersionNotInForce(row.table(), row.place(), version, most));
    }

    /** Judges a row by its record. */
    Verdict judge(Decided row, Stamp stamp) {
        Long named = stamp.version();
        Verdict without = judge(row);
        if (named == null) {
            return without.earlier()
                    ? Verdict.of(new EarlierVersion(row.table(), row.place(), version(row), inForceAtLeast(row)))
                    : without;
        }
        // Before the tables had a column for it, the name of a version was none.
        if (isUnknown(row) || (version(row) == 0 && inForceAtLeast(row) == 0)) {
            return without;
        }
        long version = version(row);
        if (named > newest || (version != named && !rules.standIns(named).contains(version))) {
            return Verdict.of(
                    row.version() == null
                            ? new NoVersion(row.table(), row.place(), named)
                            : new OtherVersion(row.table(), row.place(), version, named));
        }
        long most = rules.inForce(row.received());
        return named > most && !row.released()
                ? Verdict.of(new VersionNotInForce(row.table(), row.place(), named, most))
                : Verdict.RIGHT;
    }

    /** Whether a row says a version that there is not. */
    boolean isUnknown(Decided row) {
        Long version = row.version();
        return version != null && (version < 1 || version > newest);
    }

    private static long version(Decided row) {
        Long version = row.version();
        return version == null ? 0 : version;
    }

    /** The newest version that the job knew for certain and that was in force. */
    private long inForceAtLeast(Decided row) {
        return rules.inForce(Math.min(row.received(), row.timestamp()));
    }

    /** Whether a version is one of these, or a stand-in of one of them. */
    private boolean isRight(long version, long first, long last) {
        if (first <= version && version <= last) {
            return true;
        }
        List<Long> others = replaced.get(version);
        return others != null && others.stream().anyMatch(other -> first <= other && other <= last);
    }
}
