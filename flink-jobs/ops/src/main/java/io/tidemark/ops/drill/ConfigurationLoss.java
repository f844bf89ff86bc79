package io.tidemark.ops.drill;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.configure.ConfigRequest;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.drill.Drill.Stage;
import io.tidemark.ops.setup.ConfigTopicSetup;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The service configuration of the drill's pipeline: made before traffic comes, lost with its table, damaged by a wrong
 * version, and brought back by undrop, from a mark and from the topic. After each, its history is byte for byte what it was.
 */
final class ConfigurationLoss {
    /** The traffic was received in the day before now. */
    private static final Duration BEFORE_TRAFFIC = Duration.ofDays(2);

    private static final String AUTHOR = "ops";
    private static final String PROJECT = "project/" + Drill.ORGANISATION;
    private static final String LIMITS = "limits/" + Drill.ORGANISATION;

    private final Stage stage;
    private final Logbook logbook;
    private String expected = "";
    private long good;

    ConfigurationLoss(Stage stage) {
        this.stage = stage;
        this.logbook = stage.logbook();
    }

    /** Makes two versions, in force before all traffic: a project with its limits, and an API key. */
    void configure(Instant now) {
        logbook.step("The pipeline is configured: a project, its limits, an API key", () -> {
            TidemarkConfig config = stage.pipeline();
            ConfigTopicSetup.make(config);
            Instant then = now.minus(BEFORE_TRAFFIC);
            make(
                    config,
                    new ConfigRequest.Values(new TreeMap<>(
                            Map.of(PROJECT, "{\"zone\":\"Europe/Berlin\"}", LIMITS, "{\"events_per_second\":50}"))),
                    then);
            make(config, new ConfigRequest.NewApiKey(Drill.ORGANISATION, null), then);
            ConfigHistory history = history();
            expected = bytes(history.versions());
            good = history.newest();
            return good + " versions, in table and topic";
        });
    }

    private void make(TidemarkConfig config, ConfigRequest.Change change, Instant now) {
        ConfigRequest request = new ConfigRequest(change, AUTHOR, "the drill's pipeline", null);
        try (Lake lake = LakeTables.open(config, Purpose.CONFIGURE)) {
            ServiceConfigs configs = new ServiceConfigs(lake);
            String hash = configs.plan(request, now).hash();
            configs.execute(
                    request,
                    hash,
                    new ConfigTopic(config.kafka()),
                    now,
                    () -> "key of the drill " + stage.settings().seed());
        }
    }

    /** After the tables came back. */
    void isBackFromTheTrash() {
        requireSame("undrop");
    }

    /** Sets a wrong version, and takes it back; returns how long that took. */
    double takeBackAWrongVersion(String mark) {
        stage.onCall()
                .plansAndDoes(
                        "A wrong limit is set",
                        "config",
                        "set",
                        LIMITS,
                        "{\"events_per_second\":1}",
                        "--author",
                        AUTHOR,
                        "--reason",
                        "a slip: 1 in place of 50",
                        "--environment",
                        Drill.ENVIRONMENT);
        double seconds = stage.onCall()
                .plansAndDoes(
                        "The configuration back to the mark",
                        "config",
                        "revert",
                        "--mark",
                        mark,
                        "--author",
                        AUTHOR,
                        "--reason",
                        "the limit was wrong",
                        "--environment",
                        Drill.ENVIRONMENT);
        ConfigHistory history = history();
        logbook.check(
                "after `tidemark config revert --mark` everything is configured as at the mark",
                history.newest() == good + 2
                        && history.difference(good, good + 1).size() == 1
                        && history.difference(good, history.newest()).isEmpty(),
                "version " + history.newest() + " is as version " + good);
        logbook.check(
                "the versions of the mark are byte for byte what they were",
                bytes(history.versions().subList(0, Math.toIntExact(good))).equals(expected),
                "");
        expected = bytes(history.versions());
        return seconds;
    }

    /** Drops the table, and has it made again from the topic; returns how long that took. */
    double recoverFromTheTopic() {
        logbook.step("The table service_config is dropped once more, with the guard bypassed", () -> {
            UnguardedCatalog.dropTable(stage.pipeline(), LakeTable.SERVICE_CONFIG);
            return "the job runs on: it knows the versions from the topic";
        });
        int code = stage.onCall()
                .tries("Nobody puts an empty table in its place", "init")
                .code();
        logbook.check("`tidemark init` refuses to put an empty table in its place", code != 0, "exit code " + code);
        double recovered = stage.onCall()
                .does(
                        "The table is made again, with the versions from the topic",
                        "config",
                        "recover",
                        "--environment",
                        Drill.ENVIRONMENT);
        requireSame("config recover");
        return recovered;
    }

    /**
     * Checks that every event was decided by a version: that of before the loss, or a later one where it came in when that
     * was in force already.
     */
    void decidedThroughout() {
        ConfigHistory history = history();
        Map<Long, Long> rows = new TreeMap<>();
        long[] others = {0};
        try (Lake lake = LakeTables.open(stage.pipeline())) {
            for (LakeTable outcome : LakeTable.outcomes()) {
                Table table = lake.table(outcome);
                Snapshot head = table.currentSnapshot();
                if (head == null) {
                    continue;
                }
                TableRows.read(
                        table,
                        head.snapshotId(),
                        table.schema().select(Columns.CONFIG_VERSION, Columns.SERVER_UPLOAD_TIME),
                        row -> {
                            Long version = (Long) row.getField(Columns.CONFIG_VERSION);
                            OffsetDateTime received = (OffsetDateTime) row.getField(Columns.SERVER_UPLOAD_TIME);
                            if (version == null) {
                                // A record that is no event is decided by none.
                                others[0] += outcome == LakeTable.DEAD_LETTERS ? 0 : 1;
                                return;
                            }
                            rows.merge(version, 1L, Long::sum);
                            long newest = history.inForce(received.toInstant().toEpochMilli());
                            others[0] += version < good || version > Math.max(good, newest) ? 1 : 0;
                        });
            }
        }
        logbook.check(
                "the job decided by the service configuration throughout",
                others[0] == 0 && !rows.isEmpty(),
                rows.entrySet().stream()
                        .map(each -> each.getValue() + " records by version " + each.getKey())
                        .collect(Collectors.joining(", ")));
    }

    private void requireSame(String command) {
        List<ConfigVersion> versions = history().versions();
        List<ConfigVersion> published = new ConfigTopic(stage.pipeline().kafka()).read();
        logbook.check(
                "after `tidemark " + command + "` the history of service_config is byte for byte what it was",
                bytes(versions).equals(expected) && versions.equals(published),
                versions.size() + " versions, the same in the topic");
    }

    private ConfigHistory history() {
        try (Lake lake = LakeTables.open(stage.pipeline())) {
            return new ServiceConfigs(lake).history();
        }
    }

    private static String bytes(List<ConfigVersion> versions) {
        return versions.stream()
                .map(version -> new String(version.json(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }
}
