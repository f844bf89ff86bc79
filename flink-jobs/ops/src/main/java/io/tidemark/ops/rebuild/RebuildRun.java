package io.tidemark.ops.rebuild;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.bulk.RebuildEnds;
import io.tidemark.job.bulk.RebuildTopology;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.read.RebuiltTable;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedCluster;
import io.tidemark.ops.embedded.EmbeddedFailure;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The rebuild on a Flink cluster in this process, from its start to its end. */
public final class RebuildRun {
    private static final int DEFAULT_PARALLELISM = 2;

    private RebuildRun() {}

    /**
     * Computes identity tables from the events; returns when the rows are committed where they are kept.
     *
     * @param snapshot the events
     * @param into which tables, each with an empty place for its rows
     * @return how long the job took, from its submission to its end
     * @throws EmbeddedFailure if it fails
     */
    public static Duration run(TidemarkConfig config, Lake lake, long snapshot, List<RebuiltTable> into) {
        Configuration flink = RebuildTopology.settings();
        Integer configured = config.job().parallelism();
        int parallelism = configured == null ? DEFAULT_PARALLELISM : configured;
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        RebuildEnds ends = new RebuildEnds(lake, config);
        RebuildTopology.define(
                env,
                ends.events(snapshot, RebuildTopology.columns()),
                IngestJob.identityKeys(config.identity()),
                (table, rows) -> into.stream()
                        .filter(wanted -> wanted.name() == table)
                        .forEach(wanted -> ends.write(wanted, rows)));
        try (EmbeddedCluster cluster = EmbeddedCluster.start(flink, parallelism)) {
            return cluster.run(env.getStreamGraph());
        }
    }

    /** The tables that can be computed from the events. */
    public static List<LakeTable> tables() {
        return List.of(LakeTable.IDENTITIES, LakeTable.MERGE_IDS);
    }
}
