package io.tidemark.lake.guard;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a commit would do to a table, as far as the guard cares.
 *
 * @param kind what it is
 * @param detail what exactly, as the second half of a sentence that begins with the kind's
 * @param youngest of snapshots that are let go, when the youngest was committed; else null
 */
public record Effect(Kind kind, String detail, @Nullable Instant youngest) {
    /** An effect that needs no time. */
    static Effect of(Kind kind, String detail) {
        return new Effect(kind, detail, null);
    }

    /** What a commit can do, and for which purposes a protected table takes it. */
    public enum Kind {
        /** Rows come to the head, or go from it. */
        ROWS(
                "written-by-another",
                Set.of(Purpose.WRITE),
                "only the ingest job writes rows to it",
                "Send events through the topic; to try something out, write to a table of your own."),
        /** The same, of a table that takes people's corrections. */
        CORRECTIONS(
                "corrected-by-another",
                Set.of(Purpose.CORRECT),
                "a correction is a row more, with an author and a reason, by `tidemark override`, and never a change",
                "Use `tidemark override`; what was said before is withdrawn by one more row."),
        /** The same rows in other files. */
        COMPACTED(
                "compacted-by-another",
                Set.of(Purpose.CARE),
                "only `tidemark care` compacts it, which knows what the marks and the job need",
                "Use `tidemark care`."),
        /** Rows come to a branch, or to no branch at all. */
        ROWS_ON_BRANCH(
                "branch-written-by-another",
                Set.of(Purpose.REBUILD, Purpose.RESTORE),
                "only a rebuild writes to a branch of it",
                "Write to a table of your own."),
        /** A branch other than main comes, moves or goes. */
        BRANCH_MOVED(
                "branch-moved",
                Set.of(Purpose.REBUILD, Purpose.RESTORE),
                "its branches belong to restores and rebuilds",
                "Set a tag instead; that anybody may."),
        /** The head moves on to a snapshot that was there before. */
        HEAD_FORWARD(
                "published-by-another",
                Set.of(Purpose.REBUILD, Purpose.RESTORE),
                "only a rebuild publishes a branch of it",
                "Use `tidemark rebuild`."),
        /** The head moves to a snapshot that does not descend from it. */
        HEAD_BACK(
                "rolled-back-by-another",
                Set.of(Purpose.RESTORE),
                "a table that goes back alone leaves a hole: the job goes on where it was",
                "Use `tidemark restore`, which takes all tables, the job's state and its place in Kafka together."),
        /** The same, while the writer of what is left behind may still commit. */
        HEAD_BACK_UNFENCED(
                "epoch-not-raised",
                Set.of(),
                "the job that wrote what would be left behind could still commit",
                "Raise the epoch on every table first, as `tidemark restore` does."),
        /** Snapshots are let go. */
        SNAPSHOTS_REMOVED(
                "expired-by-another",
                Set.of(Purpose.CARE),
                "only `tidemark care` lets snapshots go, which knows what the marks and the job need",
                "Use `tidemark care`."),
        /** A tag comes. */
        TAG_SET(
                "tag-set-by-the-job",
                Set.of(Purpose.USE, Purpose.MARK, Purpose.RESTORE, Purpose.REBUILD, Purpose.CARE),
                "the job sets no tags",
                "Use `tidemark mark`."),
        /** A tag goes, moves, or is kept for a shorter time. */
        TAG_REMOVED(
                "tag-removed",
                Set.of(Purpose.MARK, Purpose.RESTORE),
                "a tag is what keeps a mark's snapshots from expiring",
                "Use `tidemark mark --delete`, which takes the mark from all tables."),
        /** Rows that were written or asked for by the old columns would not be by the new ones. */
        SCHEMA_BROKEN(
                "incompatible-schema",
                Set.of(Purpose.RESTORE),
                "the job writes, and queries ask for, the columns as they are",
                "Add a column at the end, without NOT NULL; all else takes a new table."),
        /** New files would be cut in another way. */
        SPEC_CHANGED(
                "partitioning-changed",
                Set.of(Purpose.CARE),
                "the running job cuts its files as the table was made",
                "Choose tables.partition-by before the tables are made."),
        /** The version of Iceberg's format changes. */
        FORMAT_CHANGED(
                "format-changed",
                Set.of(Purpose.CARE),
                "an engine that does not know the new version could read it no more",
                "Stay with the version that the table was made with."),
        /** The table becomes another one, or its files would lie elsewhere. */
        MOVED(
                "moved",
                Set.of(),
                "marks and restores look for its files where they are",
                "Make a new lake at the new place, and ingest the topic into it."),
        /** The table would be protected no more. */
        UNPROTECTED(
                "protection-lifted",
                Set.of(),
                "it is protected so that nobody lifts that in passing",
                "If you mean it, say so with a break-glass permission."),
        /** The table would belong to another environment. */
        ENVIRONMENT_CHANGED(
                "environment-changed",
                Set.of(),
                "its environment is what keeps others from changing it",
                "If you mean it, say so with a break-glass permission."),
        /** Another engine could delete the files of what it drops or expires. */
        FILES_FREED(
                "gc-enabled",
                Set.of(),
                "gc.enabled=false keeps other engines from deleting its files with a drop",
                "Leave it; `tidemark care` cleans up without it."),
        /** A writer that was fenced off could commit again. */
        EPOCH_LOWERED(
                "epoch-lowered",
                Set.of(),
                "a job from before a restore could commit again",
                "Epochs only rise; `tidemark restore --undo` raises it, too."),
        /** The writer of today is fenced off. */
        EPOCH_RAISED(
                "epoch-raised-by-another",
                Set.of(Purpose.RESTORE),
                "it would stop the job",
                "Use `tidemark restore`, which starts the job of the new epoch.");

        private final String refusal;
        // A copy does not change; its type only does not say so.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Set<Purpose> purposes;

        private final String why;
        private final String remedy;

        Kind(String refusal, Set<Purpose> purposes, String why, String remedy) {
            this.refusal = refusal;
            this.purposes = Set.copyOf(purposes);
            this.why = why;
            this.remedy = remedy;
        }

        /** The stable name under which it is refused. */
        public String refusal() {
            return refusal;
        }

        /** The purposes for which a protected table takes it. */
        public Set<Purpose> purposes() {
            return purposes;
        }

        String why() {
            return why;
        }

        String remedy() {
            return remedy;
        }
    }
}
