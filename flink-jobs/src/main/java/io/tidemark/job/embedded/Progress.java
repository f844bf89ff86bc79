package io.tidemark.job.embedded;

import io.tidemark.lake.catalog.Heads;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many records have ended where, as the tables' heads say.
 *
 * @param accepted rows of {@code events}
 * @param duplicate rows of the table of duplicates
 * @param throttled rows of {@code throttled}
 * @param rejected rows of {@code dead_letters}
 * @param newestCommit when the newest snapshot was committed, or null before the first
 */
public record Progress(
        long accepted,
        long duplicate,
        long throttled,
        long rejected,
        @Nullable Instant newestCommit) {
    /** What these heads say. */
    public static Progress of(Heads heads) {
        return new Progress(
                heads.totalRecords(LakeTable.EVENTS),
                heads.totalRecords(LakeTable.DUPLICATES),
                heads.totalRecords(LakeTable.THROTTLED),
                heads.totalRecords(LakeTable.DEAD_LETTERS),
                heads.newestCommit());
    }

    /** Records that have ended somewhere. */
    public long records() {
        return accepted + duplicate + throttled + rejected;
    }

    /** What has come since an earlier look. */
    public Progress since(Progress earlier) {
        return new Progress(
                accepted - earlier.accepted,
                duplicate - earlier.duplicate,
                throttled - earlier.throttled,
                rejected - earlier.rejected,
                newestCommit);
    }
}
