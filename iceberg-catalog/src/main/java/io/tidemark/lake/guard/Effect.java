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
        ROWS(RefusalCode.WRITTEN_BY_ANOTHER, Set.of(Purpose.WRITE)),
        /** The same, of a table that takes people's corrections. */
        CORRECTIONS(RefusalCode.CORRECTED_BY_ANOTHER, Set.of(Purpose.CORRECT)),
        /** The same, of the table with the configuration of the services. */
        CONFIGURATION(RefusalCode.CONFIGURED_BY_ANOTHER, Set.of(Purpose.CONFIGURE)),
        /** The same rows in other files. */
        COMPACTED(RefusalCode.COMPACTED_BY_ANOTHER, Set.of(Purpose.CARE)),
        /** Rows come to a branch, or to no branch at all. */
        ROWS_ON_BRANCH(RefusalCode.BRANCH_WRITTEN_BY_ANOTHER, Set.of(Purpose.REBUILD, Purpose.RESTORE)),
        /** A branch other than main comes, moves or goes. */
        BRANCH_MOVED(RefusalCode.BRANCH_MOVED, Set.of(Purpose.REBUILD, Purpose.RESTORE)),
        /** The head moves on to a snapshot that was there before. */
        HEAD_FORWARD(RefusalCode.PUBLISHED_BY_ANOTHER, Set.of(Purpose.REBUILD, Purpose.RESTORE)),
        /** The head moves to a snapshot that does not descend from it. */
        HEAD_BACK(RefusalCode.ROLLED_BACK_BY_ANOTHER, Set.of(Purpose.RESTORE)),
        /** The same, while the writer of what is left behind may still commit. */
        HEAD_BACK_UNFENCED(RefusalCode.EPOCH_NOT_RAISED, Set.of()),
        /** Snapshots are let go. */
        SNAPSHOTS_REMOVED(RefusalCode.EXPIRED_BY_ANOTHER, Set.of(Purpose.CARE)),
        /** A tag comes. */
        TAG_SET(
                RefusalCode.TAG_SET_BY_THE_JOB,
                Set.of(Purpose.USE, Purpose.MARK, Purpose.RESTORE, Purpose.REBUILD, Purpose.CARE)),
        /** A tag goes, moves, or is kept for a shorter time. */
        TAG_REMOVED(RefusalCode.TAG_REMOVED, Set.of(Purpose.MARK, Purpose.RESTORE)),
        /** The columns come that came with a later release: behind the others, and with nulls in the rows before. */
        COLUMNS_ADDED(RefusalCode.COLUMNS_ADDED_BY_ANOTHER, Set.of(Purpose.UPGRADE, Purpose.RESTORE)),
        /** Rows that were written or queried by the old columns would not be by the new ones, or a job refuses them. */
        SCHEMA_BROKEN(RefusalCode.INCOMPATIBLE_SCHEMA, Set.of(Purpose.RESTORE)),
        /** New files would be cut in another way. */
        SPEC_CHANGED(RefusalCode.PARTITIONING_CHANGED, Set.of(Purpose.CARE)),
        /** The version of Iceberg's format changes. */
        FORMAT_CHANGED(RefusalCode.FORMAT_CHANGED, Set.of(Purpose.CARE)),
        /** The table becomes another one, or its files would be stored elsewhere. */
        MOVED(RefusalCode.MOVED, Set.of()),
        /** The table would be protected no more. */
        UNPROTECTED(RefusalCode.PROTECTION_LIFTED, Set.of()),
        /** The table would belong to another environment. */
        ENVIRONMENT_CHANGED(RefusalCode.ENVIRONMENT_CHANGED, Set.of()),
        /** Another engine could delete the files of what it drops or expires. */
        FILES_FREED(RefusalCode.GC_ENABLED, Set.of()),
        /** A writer that was fenced off could commit again. */
        EPOCH_LOWERED(RefusalCode.EPOCH_LOWERED, Set.of()),
        /** The writer of today is fenced off. */
        EPOCH_RAISED(RefusalCode.EPOCH_RAISED_BY_ANOTHER, Set.of(Purpose.RESTORE));

        private final RefusalCode refusal;
        // A copy does not change; its type only does not say so.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Set<Purpose> purposes;

        Kind(RefusalCode refusal, Set<Purpose> purposes) {
            this.refusal = refusal;
            this.purposes = Set.copyOf(purposes);
        }

        /** As what it is refused. */
        public RefusalCode refusal() {
            return refusal;
        }

        /** The purposes for which a protected table takes it. */
        public Set<Purpose> purposes() {
            return purposes;
        }
    }
}
