package io.tidemark.job.topology;

import io.tidemark.job.operator.LakeAtStart;
import io.tidemark.job.operator.LakeAtStart.Moment;
import io.tidemark.lake.catalog.CheckpointStamp;
import io.tidemark.lake.catalog.Heads;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked before the job starts, so that a start never writes everything twice and never leaves a hole in silence.
 */
public final class StartCheck {
    private static final Pattern CHECKPOINT = Pattern.compile(".*/chk-(\\d+)/?(?:_metadata)?");

    private StartCheck() {}

    /**
     * Refuses a start that does not fit what the tables hold.
     *
     * @param checkpoint the checkpoint or savepoint that the job is given, or null
     * @throws Refusal if the tables hold records and the job would begin without state, or with a state older than they
     */
    public static void require(Lake lake, @Nullable String checkpoint) {
        if (checkpoint == null) {
            if (holdsRecords(lake)) {
                throw new Refusal(
                        "stateless-start",
                        "The tables of " + lake.settings().place()
                                + " already hold records of this topic, and the job was"
                                + " given no checkpoint to go on from: it would write every record a second time.",
                        "Give it the newest checkpoint with --from-checkpoint PATH (flink run: -s PATH), or name another"
                                + " catalog.namespace to begin a new lake.");
            }
            return;
        }
        OptionalLong given = checkpointId(checkpoint);
        Heads heads = Heads.of(lake);
        for (LakeTable table : LakeTable.all()) {
            CheckpointStamp committed = heads.stamp(table);
            // The path does not tell the epoch: the job itself looks at that again, and knows it.
            if (given.isPresent() && committed != null && given.getAsLong() < committed.checkpointId()) {
                throw new Refusal(
                        "older-checkpoint",
                        "The checkpoint " + checkpoint + " is older than the table " + table.tableName()
                                + ", which has committed checkpoint " + committed.checkpointId()
                                + ": everything since would be written a second time.",
                        "Give the job a checkpoint of that number or a later one.");
            }
        }
    }

    /** Whether a record of the log has ended in one of the tables. */
    public static boolean holdsRecords(Lake lake) {
        return Heads.of(lake).totalOutcomes() > 0;
    }

    /** What the tables hold now, for the job that is about to be made. */
    static LakeAtStart held(Lake lake) {
        Heads heads = Heads.of(lake);
        List<Moment> moments = LakeTable.all().stream()
                .map(heads::stamp)
                .map(stamp -> stamp == null ? Moment.NONE : new Moment(stamp.epoch(), stamp.checkpointId()))
                .toList();
        return new LakeAtStart(
                heads.totalOutcomes() > 0, lake.epoch(), Collections.max(moments), Collections.min(moments));
    }

    private static OptionalLong checkpointId(String path) {
        Matcher matcher = CHECKPOINT.matcher(path);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
