package io.tidemark.lake.status;

import io.tidemark.lake.care.Trashed;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.restore.RestoreJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What somebody should look at, in sentences that say what to do. Nothing of it loses data by itself. */
public final class Attention {
    private static final Duration LAST_DAY = Duration.ofDays(1);
    private static final int COMMITS_MISSED = 10;
    private static final Duration GRACE_PERIOD = Duration.ofMinutes(1);

    private Attention() {}

    /**
     * What is expected of a pipeline.
     *
     * @param marksEvery how often a mark is made by itself; zero: never
     * @param commitsEvery how often the tables commit
     */
    public record Expected(Duration marksEvery, Duration commitsEvery) {}

    /**
     * What needs attention.
     *
     * @param backlog how much of the log is not in the tables; null if the log was not queried
     */
    public static List<String> of(LakeStatus status, @Nullable Long backlog, Expected expected, Instant now) {
        List<String> found = new ArrayList<>();
        tables(status, found);
        unfinished(status, found);
        marks(status, expected, now, found);
        commits(status, backlog, expected, now, found);
        LastAudit audit = status.lastAudit();
        if (audit != null && !audit.holds()) {
            found.add("The last audit (" + audit.at() + ") did not hold: " + audit.findings()
                    + ". See tidemark audit, and go back to the newest mark before it.");
        }
        for (Trashed trashed : status.past().trash()) {
            Instant expires = trashed.expiresAt();
            if (expires != null && expires.isBefore(now.plus(LAST_DAY))) {
                found.add("The table " + trashed.of() + " in the trash can be had back until " + expires
                        + " only: tidemark undrop.");
            }
        }
        return List.copyOf(found);
    }

    private static void tables(LakeStatus status, List<String> found) {
        String missing = names(status.tables().stream()
                .filter(table -> !table.isThere() && table.lost() == null)
                .toList());
        if (!missing.isEmpty()) {
            found.add("Missing: " + missing + ". Bring back what is missing: tidemark undrop --all.");
        }
        for (TableStatus table : status.tables()) {
            if (table.lost() != null) {
                found.add("The newest metadata file of " + table.table().tableName() + " is gone (" + table.lost()
                        + "). Bring the table back from an older one: tidemark undrop "
                        + table.table().tableName() + ".");
            }
        }
        String open = names(status.tables().stream()
                .filter(table -> table.isThere() && !table.isProtected())
                .toList());
        if (!open.isEmpty()) {
            found.add(
                    "Not protected: " + open + ". The next start of the pipeline protects tables of an older release.");
        }
    }

    private static String names(List<TableStatus> tables) {
        return tables.stream().map(table -> table.table().tableName()).collect(Collectors.joining(", "));
    }

    private static void unfinished(LakeStatus status, List<String> found) {
        RestoreJournal restore = status.unfinished().restore();
        if (restore != null) {
            found.add("A restore to '" + restore.plan().target().name() + "' was cut off after "
                    + restore.done().size()
                    + " steps, or runs now. If it does not: tidemark restore --execute "
                    + restore.plan().hash() + ".");
        }
    }

    private static void marks(LakeStatus status, Expected expected, Instant now, List<String> found) {
        if (expected.marksEvery().isZero() || status.records() == 0) {
            return;
        }
        Mark newest = status.past().newest();
        if (newest == null) {
            found.add("There is no mark: nothing to go back to. Make one: tidemark mark.");
        } else {
            Duration age = Duration.between(newest.origin().createdAt(), now);
            Instant commit = status.newestCommit();
            boolean grown = commit != null && commit.isAfter(newest.commit().committedAt());
            if (grown && age.compareTo(expected.marksEvery().multipliedBy(2)) > 0) {
                found.add("The newest mark, '" + newest.name() + "', is " + Age.of(age) + " old, and one is due every "
                        + Age.of(expected.marksEvery()) + ": tidemark mark.");
            }
        }
    }

    private static void commits(
            LakeStatus status, @Nullable Long backlog, Expected expected, Instant now, List<String> found) {
        Instant commit = status.newestCommit();
        if (backlog == null || backlog == 0 || commit == null) {
            return;
        }
        Duration silent = Duration.between(commit, now);
        Duration most = expected.commitsEvery().multipliedBy(COMMITS_MISSED);
        if (silent.compareTo(most.compareTo(GRACE_PERIOD) < 0 ? GRACE_PERIOD : most) > 0) {
            found.add("Nothing was committed for " + Age.of(silent) + ", and " + backlog
                    + " offsets of the log wait. See whether the job runs.");
        }
    }
}
