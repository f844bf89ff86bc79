package io.tidemark.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.replay.ReplayedRecords;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.EarlierTables;
import io.tidemark.job.topology.LakeRows;
import io.tidemark.job.topology.RowTypes;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.Partitioning;
import io.tidemark.lake.table.TableOptions;
import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.model.RandomHistory.Sent;
import io.tidemark.rules.model.ReleasedHistory;
import io.tidemark.rules.service.ConfigLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is replayed from the four outcome tables ends in them again, row for row and with every column. */
class ReplayOperatorTest {
    private static final int RECORDS = 4_000;
    private static final TableOptions OPTIONS = new TableOptions(Partitioning.none(), 1, 128L << 20, 100);

    @TempDir
    private Path directory;

    private TidemarkConfig config;
    private Lake lake;
    private ConfigLog.Source configuration = new SeededConfig(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyRowComesBackWithVersionAndOrigin(long seed) throws Exception {
        open(true);
        var rows = run(null, log(ReleasedHistory.sent(seed, RECORDS), 0)).rows;

        assertThat(rows.get(LakeTable.EVENTS))
                .anyMatch(row -> row.get("config_version") != null && row.get("released_from") != null);
        assertThat(rows.get(LakeTable.DUPLICATES)).anyMatch(row -> row.get("released_from") != null);
        assertThat(rows.get(LakeTable.THROTTLED)).anyMatch(row -> row.get("config_version") != null);
        assertThat(rows.get(LakeTable.DEAD_LETTERS)).anyMatch(row -> row.get("config_version") != null);
        assertSame(rows, run(null, replayed()).rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyRowOfTablesThatLackTheColumnsComesBack(long seed) throws Exception {
        open(false);
        var rows = run(null, log(ReleasedHistory.sent(seed, RECORDS), 0)).rows;

        assertThat(rows.get(LakeTable.EVENTS)).allMatch(row -> !row.containsKey("released_from"));
        assertSame(rows, run(null, replayed()).rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyRowOfTablesThatGotTheColumnsLaterComesBack(long seed) throws Exception {
        open(false);
        List<Sent> before = RandomHistory.sent(seed, RECORDS);
        Ran first = run(null, log(before, 0));
        EarlierTables.carryOver(lake);
        Ran second = run(first.state, log(ReleasedHistory.sent(seed + 10, RECORDS), RECORDS));
        first.rows.forEach((table, rows) -> {
            if (table.isOutcome()) {
                rows.forEach(row -> {
                    row.put("config_version", null);
                    row.put("released_from", null);
                });
            }
            second.rows.get(table).addAll(rows);
        });

        assertSame(second.rows, run(null, replayed()).rows);
    }

    /** In the release before, the names of the two fields were those of any member. */
    @Test
    void whatWasNoFieldWhenItWasAcceptedIsAcceptedAgain() throws Exception {
        open(false);
        run(null, List.of(raw(0, "\"config_version\":\"abc\",\"other\":1"), raw(1, "\"released\\u005ffrom\":0")));
        EarlierTables.carryOver(lake);

        var rows = run(null, replayed()).rows;
        assertThat(rows.get(LakeTable.EVENTS))
                .extracting(row -> row.get("extra"))
                .containsExactly("{\"other\":1}", null);
        assertThat(rows.get(LakeTable.EVENTS)).allMatch(row -> row.get("config_version") == null);
        assertThat(rows.get(LakeTable.DEAD_LETTERS)).isEmpty();
    }

    /** A version that came later is none by which the record was decided. */
    @Test
    void versionThatThereWasNotIsNoneAgainThoughThereIsOneNow() throws Exception {
        open(true);
        configuration = ConfigLog.Source.NONE;
        var rows = run(null, List.of(raw(0, "\"config_version\":2"), raw(1, "\"n\":1"))).rows;
        assertThat(rows.get(LakeTable.DEAD_LETTERS))
                .extracting(row -> row.get("field"))
                .containsExactly("config_version");
        configuration = new SeededConfig(1);

        assertSame(rows, run(null, replayed()).rows);
    }

    /** The rows of a run, and the state behind it. */
    private record Ran(Map<LakeTable, List<Map<String, Object>>> rows, OperatorSubtaskState state) {}

    private void open(boolean complete) throws Exception {
        Path home = Files.createDirectories(directory.resolve("lake"));
        config = DirectoryLake.config(home);
        try (Lake made = LakeTables.open(config)) {
            if (complete) {
                made.createMissing(OPTIONS);
            } else {
                EarlierTables.make(made, OPTIONS);
            }
        }
        lake = Lake.open(LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(1)));
    }

    private Ran run(@Nullable OperatorSubtaskState from, List<RawRecord> log) throws Exception {
        RowTypes types = RowTypes.of(table -> lake.table(table).schema());
        IntakeRules rules = new IntakeRules(
                new IdentityKeys(IdentityScope.ORGANISATION, "acme"),
                5,
                7 * 86_400_000L,
                new IntakeRules.Throttle(1, 30, 200));
        IntakeSettings settings = new IntakeSettings(
                rules,
                1 << 20,
                "events.raw",
                new TopicGeneration(1),
                types.columns(),
                types.columns().complete() ? configuration : ConfigLog.Source.NONE,
                0,
                LakeAtStart.EMPTY);
        boolean replay = from == null && Heads.of(lake).totalOutcomes() > 0;
        try (RunningIntake intake = RunningIntake.start(types, settings, Backend.HEAP, 1, from, 1)) {
            for (RawRecord raw : log) {
                intake.process(raw);
            }
            if (!replay) {
                WrittenLake.append(lake, intake.rows(), 3);
            }
            return new Ran(intake.rows(), intake.savepoint());
        }
    }

    /** The records that the tables hold, as the source of a replay reads them. */
    private List<RawRecord> replayed() {
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        for (LakeTable table : LakeTable.outcomes()) {
            for (Map<String, Object> row : LakeRows.of(lake, table)) {
                long end = (Long) row.get("kafka_offset") + 1;
                ranges.merge(
                        (Integer) row.get("kafka_partition"),
                        new OffsetRange(0, end),
                        (one, other) -> one.end() > other.end() ? one : other);
            }
        }
        Map<LakeTable, Long> outcomes =
                new EnumMap<>(ConsistentCut.atHeads(Heads.of(lake)).snapshots());
        outcomes.keySet().retainAll(LakeTable.outcomes());
        return ReplayedRecords.of(() -> LakeTables.open(config), outcomes, ranges);
    }

    private static List<RawRecord> log(List<Sent> sent, int firstOffset) {
        DeviceKeyScanner scanner = new DeviceKeyScanner(false);
        List<RawRecord> log = new ArrayList<>();
        for (Sent each : sent) {
            byte[] key = scanner.key(each.value());
            log.add(new RawRecord(
                    0, firstOffset + log.size(), each.timestamp(), scanner.hash(each.value()), key, each.value()));
        }
        return log;
    }

    private static RawRecord raw(long offset, String members) {
        byte[] value = ("{\"device_id\":\"device-" + offset + "\",\"event_type\":\"View\"," + members + "}")
                .getBytes(StandardCharsets.UTF_8);
        DeviceKeyScanner scanner = new DeviceKeyScanner(false);
        return new RawRecord(0, offset, 0, scanner.hash(value), Objects.requireNonNull(scanner.key(value)), value);
    }

    private static void assertSame(
            Map<LakeTable, List<Map<String, Object>>> expected, Map<LakeTable, List<Map<String, Object>>> replayed) {
        for (LakeTable table : LakeTable.pipeline()) {
            assertThat(LakeRows.sorted(replayed.get(table)))
                    .as(table.tableName())
                    .isEqualTo(LakeRows.sorted(expected.get(table)));
        }
    }
}
