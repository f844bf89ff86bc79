package io.tidemark.ops.setup;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.ops.setup.TopicSetting.Kept;
import io.tidemark.rules.service.ConfigVersion;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * A topic as the pipeline needs it.
 *
 * @param name its name
 * @param partitions how many partitions a new one gets
 * @param replicas on how many brokers each is kept; null leaves it to the brokers
 * @param settings its settings; all others are the brokers'
 */
public record TopicSpec(
        String name, int partitions, @Nullable Short replicas, List<TopicSetting> settings) {
    /** Divides among 1, 2, 3, 4, 6 and 12 subtasks; a topic that gets more later sends devices to other partitions. */
    public static final int PARTITIONS = 12;

    private static final Duration RETENTION = Duration.ofDays(14);
    /** For the key, the headers and the frame of a record. */
    private static final long BESIDE_THE_VALUE = 64 * 1024;

    /** Keeps a copy. */
    public TopicSpec {
        settings = List.copyOf(settings);
    }

    /** The topic with the versions of the service configuration. */
    public static TopicSpec serviceConfig(TidemarkConfig config, @Nullable Short replicas) {
        return new TopicSpec(
                config.kafka().configTopic(),
                1,
                replicas,
                List.of(
                        new TopicSetting(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT,
                                Kept.NOTHING,
                                "each version has a key of its own, so that compaction keeps all of them for ever"),
                        new TopicSetting(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Long.toString(ConfigVersion.MOST_BYTES + BESIDE_THE_VALUE),
                                Kept.MORE,
                                "a version is one record, however many keys it changes")));
    }

    /** The topic of raw events of a configuration. */
    public static TopicSpec events(TidemarkConfig config, int partitions, @Nullable Short replicas) {
        return new TopicSpec(
                config.kafka().topic(),
                partitions,
                replicas,
                List.of(
                        new TopicSetting(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_DELETE,
                                Kept.ANYTHING,
                                "compaction would keep the last event of each device alone"),
                        new TopicSetting(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(RETENTION.toMillis()),
                                Kept.MORE,
                                "14 days: a job that is stopped, or put back to a mark, finds its place in the log"),
                        new TopicSetting(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Long.toString(config.intake().maxRecordSize().bytes() + BESIDE_THE_VALUE),
                                Kept.MORE,
                                "intake.max-record-size and 64 KiB more: what the job takes, the brokers take too"),
                        new TopicSetting(
                                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                                "LogAppendTime",
                                Kept.ANYTHING,
                                "server_upload_time, the days that tables are partitioned by, and how long an insert_id is"
                                        + " remembered go by it: with the brokers' clocks it rises with the log, with the"
                                        + " producers' one wrong clock puts rows into other years")));
    }
}
