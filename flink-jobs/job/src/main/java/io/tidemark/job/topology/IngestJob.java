package io.tidemark.job.topology;

import io.tidemark.config.IdentityConfig;
import io.tidemark.config.IntakeConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.config.topic.ConfigTopicSource;
import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.fence.WriterTag;
import io.tidemark.job.ingest.IntakeSettings;
import io.tidemark.job.kafka.EventsTopic;
import io.tidemark.job.replay.ReplaySource;
import io.tidemark.job.tables.LakeSinks;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.service.ServiceConfigTable;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.service.ConfigLog;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest job as a configuration describes it: the topology, with Kafka at one end and the lake at the other. */
public final class IngestJob {
    private static final Logger LOG = LoggerFactory.getLogger(IngestJob.class);

    private IngestJob() {}

    /**
     * Adds the job to an environment that has {@link FlinkSettings}.
     *
     * @param lake the lake, with its tables made
     * @param start the start that the fence has allowed
     */
    public static void define(
            StreamExecutionEnvironment env, TidemarkConfig config, Lake lake, StartDecision.Allowed start) {
        LakeSinks sinks = new LakeSinks(lake, config, start.claim());
        WriterTag.of(lake).put(env);
        LakeAtStart before = start.found().held();
        LOG.info(
                "Ingest job made topic={} ingestEpoch={} writerEpoch={} lake={} lakeHoldsRecords={} lakeCheckpoint={}",
                config.kafka().topic(),
                config.kafka().ingestEpoch(),
                before.epoch(),
                start.found().place(),
                before.holdsRecords(),
                before.newest());
        // Positions in the job's state win; a state that was computed from the tables has none.
        var source =
                EventsTopic.source(config, start.found().offsets(config.kafka().ingestEpoch()));
        RowTypes rows = RowTypes.of(sinks::schema);
        IngestTopology.define(env, source, settings(config, lake, rows, before), rows, sinks::write);
    }

    /**
     * Adds the job to an environment that has {@link FlinkSettings}, reading what Kafka no longer has. It ends by being
     * stopped, when the tables hold the last of it; a job that {@link #define} adds goes on from its last checkpoint,
     * with starting offsets of its own and without the state of this source.
     *
     * @param lake the lake, with its tables made
     * @param start the start that the fence has allowed
     */
    public static void replay(
            StreamExecutionEnvironment env,
            TidemarkConfig config,
            Lake lake,
            ReplaySource deleted,
            StartDecision.Allowed start) {
        LakeSinks sinks = new LakeSinks(lake, config, start.claim());
        RowTypes rows = RowTypes.of(sinks::schema);
        IngestTopology.replay(
                env, deleted, settings(config, lake, rows, start.found().held()), rows, sinks::write);
    }

    /** How ids are derived in this pipeline. */
    public static IdentityKeys identityKeys(IdentityConfig identity) {
        IdentityScope scope =
                switch (identity.scope()) {
                    case ORGANISATION -> IdentityScope.ORGANISATION;
                    case PROJECT -> IdentityScope.PROJECT;
                };
        return new IdentityKeys(scope, identity.organisation());
    }

    /** The rules by which this pipeline decides. */
    public static IntakeRules rules(TidemarkConfig config) {
        IntakeConfig intake = config.intake();
        IntakeRules.Throttle throttle = new IntakeRules.Throttle(
                intake.throttle().eventsPerSecond(),
                Math.toIntExact(intake.throttle().averagedOver().toSeconds()),
                intake.throttle().eventsPerDay());
        return new IntakeRules(
                identityKeys(config.identity()),
                config.identity().minIdLength(),
                intake.deduplicateFor().toMillis(),
                throttle);
    }

    private static IntakeSettings settings(TidemarkConfig config, Lake lake, RowTypes rows, LakeAtStart before) {
        long newest = new ServiceConfigTable(lake).newest();
        boolean carried = rows.columns().complete();
        if (newest > 0 && !carried) {
            throw RefusalCode.NOT_UPGRADED.refuse(
                    "The lake in " + lake.settings().place());
        }
        return new IntakeSettings(
                rules(config),
                Math.toIntExact(config.intake().maxRecordSize().bytes()),
                config.kafka().topic(),
                new TopicGeneration(config.kafka().ingestEpoch()),
                rows.columns(),
                carried ? new ConfigTopicSource(config.kafka()) : ConfigLog.Source.NONE,
                newest,
                before);
    }
}
