package io.tidemark.ops.status;

import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.status.LakeStatus;
import io.tidemark.ops.configure.ConfigStatus;
import io.tidemark.ops.flink.JobVersions;
import io.tidemark.ops.restore.CatchUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of a lake and its log.
 *
 * @param lake the lake
 * @param log what the log has of each partition; null if it was not read
 * @param catchUp how the tables catch up; without a sample if the log was not read
 * @param watched whether that was watched; otherwise it is from the times of the last commits, and nothing is known
 *     of what came in meanwhile
 * @param attention what needs attention
 * @param at when it was read
 * @param configuration the service configuration
 * @param jobs what the lake's jobs know of it; null if no cluster was queried
 */
public record StatusReport(
        LakeStatus lake,
        @Nullable Map<Integer, OffsetRange> log,
        CatchUp catchUp,
        boolean watched,
        List<String> attention,
        Instant at,
        ConfigStatus configuration,
        @Nullable List<JobVersions> jobs) {

    /** The same with more that needs attention, told first. */
    public StatusReport with(List<String> first) {
        List<String> all = new ArrayList<>(first);
        all.addAll(attention);
        return new StatusReport(lake, log, catchUp, watched, List.copyOf(all), at, configuration, jobs);
    }
}
