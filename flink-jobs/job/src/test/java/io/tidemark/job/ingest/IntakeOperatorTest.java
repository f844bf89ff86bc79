package io.tidemark.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.StaleStart;
import io.tidemark.job.fence.StatelessStart;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.state.OlderInserts;
import io.tidemark.job.topology.RowTypes;
import io.tidemark.job.topology.RowVerdicts;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.model.LogModel;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.model.RandomHistory.Sent;
import io.tidemark.rules.model.ReleasedHistory;
import io.tidemark.rules.model.Verdict;
import io.tidemark.rules.seeded.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator with real state, over random logs, restarts, backends and parallelisms, held against the model. */
class IntakeOperatorTest {
    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.ORGANISATION, "acme");
    private static final long WEEK = 7 * 86_400_000L;
    private static final int RECORDS = 700;

    /** One start of the operator after another: where, and with how many subtasks. */
    private record Run(Backend backend, int parallelism) {}

    @ParameterizedTest
    @EnumSource
    void everyRecordEndsWhereTheModelSaysAcrossCheckpoints(Backend backend) {
        Run run = new Run(backend, 1);
        Seeds.forEach(2, seed -> compare(seed, List.of(run, run, run), IntakeOperatorTest::hash));
    }

    @ParameterizedTest
    @EnumSource
    void aSavepointOfOneBackendStartsTheOther(Backend backend) {
        Run one = new Run(backend, 1);
        Run other = new Run(backend.other(), 1);
        Seeds.forEach(2, seed -> compare(seed, List.of(one, other, one), IntakeOperatorTest::hash));
    }

    @ParameterizedTest
    @EnumSource
    void devicesMoveWithTheirStateWhenTheParallelismChanges(Backend backend) {
        Run narrow = new Run(backend, 1);
        Run wide = new Run(backend, 2);
        Seeds.forEach(2, seed -> compare(seed, List.of(narrow, wide, narrow), IntakeOperatorTest::hash));
    }

    /** 64 bits collide: here every device shares its hash with a third of the others. */
    @ParameterizedTest
    @EnumSource
    void devicesThatShareAHashKeepTheirOwnStories(Backend backend) {
        Run run = new Run(backend, 1);
        Seeds.forEach(2, seed -> compare(seed, List.of(run, run, run), value -> Math.floorMod(hash(value), 3L)));
    }

    @ParameterizedTest
    @EnumSource
    void aDeviceOfManyThousandInsertIdsForgetsNone(Backend backend) throws Exception {
        int ids = 5_200;
        OperatorSubtaskState state;
        try (RunningIntake intake = RunningIntake.start(unlimited(false), backend, 1, null, 1)) {
            for (int i = 0; i < ids; i++) {
                intake.process(visit(i, "insert-" + i, 1_000L * i));
            }
            assertThat(intake.rows().get(LakeTable.EVENTS)).hasSize(ids);
            state = intake.savepoint();
        }
        try (RunningIntake intake = RunningIntake.start(unlimited(true), backend.other(), 1, state, 1)) {
            for (int i = 0; i < ids; i++) {
                intake.process(visit(ids + i, "insert-" + i, 1_000L * ids));
            }
            assertThat(intake.rows().get(LakeTable.DUPLICATES))
                    .extracting(row -> row.get("repeats_offset"))
                    .containsExactlyElementsOf(LongStream.range(0, ids).boxed().toList());

            intake.process(visit(2L * ids, "insert-7", 7_000 + WEEK - 1));
            intake.process(visit(2L * ids + 1, "insert-7", 7_000 + WEEK));
            intake.process(visit(2L * ids + 2, "insert-7", 7_000 + WEEK));
            assertThat(intake.rows().get(LakeTable.EVENTS))
                    .extracting(row -> row.get("kafka_offset"))
                    .containsExactly(2L * ids + 1);
            assertThat(intake.rows().get(LakeTable.DUPLICATES).get(ids + 1))
                    .containsEntry("repeats_offset", 2L * ids + 1);
        }
    }

    @Test
    void twoDevicesOfOneHashSpillTheirInsertIdsSideBySide() throws Exception {
        try (RunningIntake intake = RunningIntake.start(unlimited(false), Backend.ROCKSDB, 1, null, 1)) {
            int ids = 3 * OlderInserts.INLINE;
            for (int i = 0; i < ids; i++) {
                intake.process(raw(2L * i, event("device-a", "id-" + i, 0), 42));
                intake.process(raw(2L * i + 1, event("device-b", "id-" + i, 0), 42));
            }
            assertThat(intake.rows().get(LakeTable.EVENTS)).hasSize(2 * ids);
            intake.process(raw(10_000, event("device-a", "id-3", 0), 42));
            intake.process(raw(10_001, event("device-b", "id-3", 0), 42));

            assertThat(intake.rows().get(LakeTable.DUPLICATES))
                    .extracting(row -> row.get("repeats_offset"))
                    .containsExactly(6L, 7L);
        }
    }

    @Test
    void aStartWithoutStateIsRefusedWhereTheTablesHoldRecords() {
        assertThatThrownBy(() -> RunningIntake.start(unlimited(true), Backend.HEAP, 1, null, 1))
                .isInstanceOf(StatelessStart.class)
                .hasMessageContaining("flink run -s")
                .hasMessageContaining("second time");
    }

    @Test
    void aStartWithStateIsLetInWhereTheTablesHoldRecords() throws Exception {
        OperatorSubtaskState state;
        try (RunningIntake intake = RunningIntake.start(unlimited(false), Backend.HEAP, 1, null, 1)) {
            state = intake.checkpoint();
        }
        try (RunningIntake intake = RunningIntake.start(unlimited(true), Backend.HEAP, 1, state, 1)) {
            intake.process(visit(0, "insert-0", 0));

            assertThat(intake.rows().get(LakeTable.EVENTS)).hasSize(1);
        }
    }

    @Test
    void aStartFromAStateOlderThanTheTablesIsRefusedWhateverItsPath() throws Exception {
        OperatorSubtaskState first;
        try (RunningIntake intake = RunningIntake.start(unlimited(false), Backend.HEAP, 1, null, 1)) {
            first = intake.savepoint();
        }
        IntakeSettings tablesAtSecond = settings(IntakeRules.Throttle.OFF, lakeAt(2));
        IntakeSettings tablesAtFirst = settings(IntakeRules.Throttle.OFF, lakeAt(1));

        assertThatThrownBy(() -> RunningIntake.start(tablesAtSecond, Backend.HEAP, 1, first, 1))
                .isInstanceOf(StaleStart.class)
                .hasMessageContaining("from checkpoint 1")
                .hasMessageContaining("hold checkpoint 2")
                .hasMessageContaining("flink run -s");
        RunningIntake.start(tablesAtFirst, Backend.HEAP, 1, first, 1).close();
    }

    private static void compare(long seed, List<Run> runs, ToLongFunction<byte[]> hash) {
        List<Sent> log = seed % 2 == 0 ? RandomHistory.sent(seed, RECORDS) : ReleasedHistory.sent(seed, RECORDS);
        LogModel model = new LogModel(30, 40);
        log.forEach(sent -> model.record(sent.value(), sent.timestamp()));
        Map<LakeTable, List<Map<String, Object>>> rows;
        try {
            rows = run(log, runs, hash, new SplittableRandom(seed));
        } catch (Exception e) {
            throw new AssertionError("The operator failed", e);
        }
        Map<Long, Verdict> written = RowVerdicts.of(KEYS, rows::get);
        List<Verdict> expected = model.verdicts();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(written.get((long) i))
                    .as("record %d: %s", i, new String(log.get(i).value(), StandardCharsets.UTF_8))
                    .isEqualTo(expected.get(i));
        }
        assertThat(LakeTable.outcomes().stream()
                        .mapToInt(table -> rows.get(table).size())
                        .sum())
                .isEqualTo(RECORDS);
        assertThat(rows.get(LakeTable.MERGE_IDS)).hasSize(model.merges().size());
    }

    /** Runs the log in as many pieces as there are runs, each beginning with the state of the one before. */
    private static Map<LakeTable, List<Map<String, Object>>> run(
            List<Sent> log, List<Run> runs, ToLongFunction<byte[]> hash, SplittableRandom random) throws Exception {
        Map<LakeTable, List<Map<String, Object>>> rows = new EnumMap<>(LakeTable.class);
        OperatorSubtaskState state = null;
        int before = 1;
        int at = 0;
        for (int n = 0; n < runs.size(); n++) {
            Run run = runs.get(n);
            boolean last = n == runs.size() - 1;
            int end = last ? log.size() : at + random.nextInt(log.size() - at);
            try (RunningIntake intake =
                    RunningIntake.start(throttled(state != null), run.backend(), run.parallelism(), state, before)) {
                for (; at < end; at++) {
                    Sent sent = log.get(at);
                    long key = hash.applyAsLong(sent.value());
                    intake.process(new RawRecord(0, at, sent.timestamp(), key, null, sent.value()));
                }
                boolean sameBackend = last || runs.get(n + 1).backend() == run.backend();
                state = sameBackend ? intake.checkpoint() : intake.savepoint();
                before = run.parallelism();
                intake.rowsInto(rows);
            }
        }
        return rows;
    }

    private static IntakeSettings throttled(boolean lakeHoldsRecords) {
        return settings(
                new IntakeRules.Throttle(1, 30, 40),
                new LakeAtStart(
                        lakeHoldsRecords,
                        new WriterEpoch(1),
                        CheckpointPosition.NONE,
                        CheckpointPosition.NONE,
                        null,
                        null));
    }

    private static IntakeSettings unlimited(boolean lakeHoldsRecords) {
        return settings(
                IntakeRules.Throttle.OFF,
                new LakeAtStart(
                        lakeHoldsRecords,
                        new WriterEpoch(1),
                        CheckpointPosition.NONE,
                        CheckpointPosition.NONE,
                        null,
                        null));
    }

    private static LakeAtStart lakeAt(long checkpoint) {
        return new LakeAtStart(
                true,
                new WriterEpoch(1),
                new CheckpointPosition(new WriterEpoch(1), checkpoint),
                new CheckpointPosition(new WriterEpoch(1), checkpoint),
                null,
                null);
    }

    private static IntakeSettings settings(IntakeRules.Throttle throttle, LakeAtStart lake) {
        OutcomeColumns columns = RowTypes.ofSchemas().columns();
        return new IntakeSettings(
                new IntakeRules(KEYS, 5, WEEK, throttle),
                1 << 20,
                "events.raw",
                new TopicGeneration(1),
                columns,
                SeededConfig.PLAIN,
                0,
                lake);
    }

    private static RawRecord visit(long offset, String insertId, long received) {
        return raw(offset, event("device-1", insertId, received), 7);
    }

    private static RawRecord raw(long offset, String event, long hash) {
        return new RawRecord(0, offset, 0, hash, null, event.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String device, String insertId, long received) {
        return """
                {"device_id":"%s","event_type":"View","insert_id":"%s","server_received_time":%d}""".formatted(device, insertId, received);
    }

    private static long hash(byte[] value) {
        return new DeviceKeyScanner(false).hash(value);
    }
}
