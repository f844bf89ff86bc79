package io.tidemark.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.bootstrap.BootstrapOptions;
import io.tidemark.job.bootstrap.BootstrapOptions.History;
import io.tidemark.job.bootstrap.BootstrapReport;
import io.tidemark.job.bootstrap.SavepointTarget;
import io.tidemark.job.bootstrap.StateBootstrap;
import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.fence.StaleStart;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.EarlierTables;
import io.tidemark.job.topology.LakeRows;
import io.tidemark.job.topology.RowTypes;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Writer;
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
import io.tidemark.rules.model.ReleasedHistory;
import io.tidemark.rules.seeded.Seeds;
import io.tidemark.rules.service.ConfigLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The state computed from the operator's rows, held against the state that the operator itself has. */
class StateBootstrapOperatorTest {
    private static final long WEEK = 7 * 86_400_000L;
    private static final long CHECKPOINT = 17;
    private static final int EPOCH = 4;
    private static final int PARTITIONS = 3;
    private static final LakeAtStart AT_START = new LakeAtStart(
            false,
            new WriterEpoch(EPOCH),
            LakeAtStart.CheckpointPosition.NONE,
            LakeAtStart.CheckpointPosition.NONE,
            null,
            null);
    private static final int MAX_PARALLELISM = 128;

    private static final SeededConfig CONFIG = new SeededConfig(1);

    @TempDir
    private Path directory;

    /** What the outcome tables have of the pipeline's own fields while the log is run. */
    private enum Tables {
        /** Their columns. */
        COMPLETE,
        /** Nothing, as in the first release. */
        EARLIER,
        /** Nothing at first, then their columns. */
        CARRIED_OVER
    }

    /** A random log, its first half run, and the lake of that half. */
    private final class Run implements AutoCloseable {
        private final IntakeSettings settings;
        private final List<RawRecord> log;
        private final Lake lake;
        private final OperatorSubtaskState state;

        Run(long seed, int records, IntakeSettings settings) throws Exception {
            this(seed, records, settings, Tables.COMPLETE);
        }

        Run(long seed, int records, IntakeSettings settings, Tables tables) throws Exception {
            this.settings = settings;
            this.log = log(seed, records, settings.rules().identities().scope() == IdentityScope.PROJECT);
            Path home = directory.resolve(settings.rules().identities().scope() + "-" + seed);
            Files.createDirectories(home);
            TidemarkConfig config = DirectoryLake.config(home);
            try (Lake made = LakeTables.open(config)) {
                TableOptions options = new TableOptions(Partitioning.none(), 1, 128L << 20, 100);
                if (tables == Tables.COMPLETE) {
                    made.createMissing(options);
                } else {
                    EarlierTables.make(made, options);
                }
            }
            this.lake = Lake.open(
                    LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(1)));
            OperatorSubtaskState first = null;
            if (tables == Tables.CARRIED_OVER) {
                first = run(log.subList(0, records / 4), null);
                EarlierTables.carryOver(lake);
            }
            state = run(log.subList(first == null ? 0 : records / 4, records / 2), first);
        }

        private OperatorSubtaskState run(List<RawRecord> records, @Nullable OperatorSubtaskState from)
                throws Exception {
            RowTypes types = RowTypes.of(table -> lake.table(table).schema());
            IntakeSettings now = with(types.columns());
            try (RunningIntake intake = RunningIntake.start(types, now, Backend.HEAP, 1, from, 1)) {
                for (RawRecord raw : records) {
                    intake.process(raw);
                }
                WrittenLake.append(lake, intake.rows(), 3);
                return intake.savepoint();
            }
        }

        private IntakeSettings with(OutcomeColumns columns) {
            return new IntakeSettings(
                    settings.rules(),
                    settings.maxRecordBytes(),
                    settings.topic(),
                    settings.generation(),
                    columns,
                    columns.complete() ? settings.configuration() : ConfigLog.Source.NONE,
                    settings.required(),
                    settings.lake());
        }

        ConsistentCut cut() {
            return ConsistentCut.atHeads(Heads.of(lake));
        }

        Map<LakeTable, List<Map<String, Object>>> goOn(OperatorSubtaskState from, Backend backend, int parallelism)
                throws Exception {
            try (RunningIntake intake = RunningIntake.start(settings, backend, parallelism, from, 1)) {
                for (RawRecord raw : log.subList(log.size() / 2, log.size())) {
                    intake.process(raw);
                }
                return intake.rows();
            }
        }

        @Override
        public void close() {
            lake.close();
        }
    }

    @Test
    void theStateIsByteForByteWhatTheStreamHas() {
        Seeds.forEach(
                12,
                seed -> trying(() -> {
                    try (Run run = new Run(seed, 5_000, settings(seed))) {
                        assertThat(bootstrapped(run, options()))
                                .isEqualTo(SavedState.entries(run.state, MAX_PARALLELISM));
                    }
                }));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tables.class,
            names = {"EARLIER", "CARRIED_OVER"})
    void theStateOfTablesThatLackColumnsIsWhatTheStreamHas(Tables tables) {
        Seeds.forEach(
                4,
                seed -> trying(() -> {
                    try (Run run = new Run(seed, 3_000, settings(seed), tables)) {
                        assertThat(bootstrapped(run, options()))
                                .isEqualTo(SavedState.entries(run.state, MAX_PARALLELISM));
                    }
                }));
    }

    @Test
    void theLogsHoldWhatWasLetBackIn() throws Exception {
        try (Run run = new Run(1, 5_000, settings(1))) {
            assertThat(released(run, LakeTable.EVENTS)).hasSizeGreaterThan(40);
            assertThat(released(run, LakeTable.DUPLICATES)).hasSizeGreaterThan(40);
            assertThat(released(run, LakeTable.THROTTLED)).isEmpty();
            assertThat(LakeRows.of(run.lake, LakeTable.THROTTLED))
                    .extracting(row -> row.get("config_version"))
                    .contains(1L, 2L, 3L);
            assertThat(LakeRows.of(run.lake, LakeTable.THROTTLED))
                    .extracting(row -> row.get("throttle_limit"))
                    .contains("blocked", "per_second_window");
            assertThat(LakeRows.of(run.lake, LakeTable.DEAD_LETTERS))
                    .extracting(row -> row.get("reason"))
                    .contains("filtered", "schema");
        }
    }

    private static List<Object> released(Run run, LakeTable table) {
        return LakeRows.of(run.lake, table).stream()
                .map(row -> row.get("released_from"))
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void littleMemoryAndManyThreadsMakeNoDifference() {
        Seeds.forEach(
                3,
                seed -> trying(() -> {
                    try (Run run = new Run(seed, 5_000, settings(seed))) {
                        assertThat(bootstrapped(run, options().within(5, 1)))
                                .isEqualTo(SavedState.entries(run.state, MAX_PARALLELISM));
                    }
                }));
    }

    @ParameterizedTest
    @EnumSource
    void theJobDecidesFromItAsFromItsOwnState(Backend backend) {
        Seeds.forEach(
                4,
                seed -> trying(() -> {
                    try (Run run = new Run(seed, 3_000, settings(seed))) {
                        bootstrapped(run, options());
                        OperatorSubtaskState computed = SavedState.ofIntake(
                                SavedState.metadata(target(run).directory()));
                        assertThat(sorted(run.goOn(computed, backend, 2)))
                                .isEqualTo(sorted(run.goOn(run.state, backend, 1)));
                    }
                }));
    }

    @Test
    void aDeviceOfThousandsOfInsertIdsHasTheSamePages() throws Exception {
        IntakeSettings settings = settings(IdentityScope.ORGANISATION, IntakeRules.Throttle.OFF);
        try (Run run = new Run(1, 30_000, settings)) {
            Map<String, String> computed = bootstrapped(run, options());
            assertThat(computed).isEqualTo(SavedState.entries(run.state, MAX_PARALLELISM));
            assertThat(computed.keySet().stream().filter(key -> key.startsWith("older-inserts")))
                    .hasSizeGreaterThan(100);
        }
    }

    @Test
    void theSavepointNamesItsCheckpointAndItsOperatorAndTheEpoch() throws Exception {
        try (Run run = new Run(1, 400, settings(1))) {
            BootstrapReport report = write(run, options());
            CheckpointMetadata metadata = SavedState.metadata(report.path());
            var operator = metadata.getOperatorStates().iterator().next();

            assertThat(metadata.getCheckpointId()).isEqualTo(CHECKPOINT);
            assertThat(metadata.getOperatorStates()).hasSize(1);
            assertThat(operator.getMaxParallelism()).isEqualTo(MAX_PARALLELISM);
            assertThat(operator.getOperatorUid()).contains(IntakeOperator.UID);
            assertThat(operator.getState(0).getManagedOperatorState())
                    .singleElement()
                    .satisfies(state ->
                            assertThat(state.getStateNameToPartitionOffsets()).containsOnlyKeys("writer-epoch"));
            assertThat(report.devices()).isPositive();
            assertThat(report.rows())
                    .isEqualTo(Stream.of(LakeTable.EVENTS, LakeTable.THROTTLED)
                            .mapToLong(table -> Long.parseLong(run.lake
                                    .table(table)
                                    .currentSnapshot()
                                    .summary()
                                    .getOrDefault("total-records", "0")))
                            .sum());
        }
    }

    @Test
    void theJobKnowsForWhichEpochItWasComputed() throws Exception {
        try (Run run = new Run(1, 400, settings(1))) {
            OperatorSubtaskState state = SavedState.ofIntake(
                    SavedState.metadata(write(run, options()).path()));
            IntakeSettings before = new IntakeSettings(
                    run.settings.rules(),
                    1 << 20,
                    "events.raw",
                    new TopicGeneration(2),
                    run.settings.columns(),
                    run.settings.configuration(),
                    0,
                    LakeAtStart.EMPTY);

            assertThatThrownBy(() -> RunningIntake.start(before, Backend.HEAP, 1, state, 1))
                    .isInstanceOf(StaleStart.class)
                    .hasMessageContaining("of epoch 4");
        }
    }

    @Test
    void whatItReadIsDeletedFromTheLocalDisk() throws Exception {
        try (Run run = new Run(1, 400, settings(1))) {
            write(run, options());
            try (Stream<Path> left = Files.list(scratch())) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void aSavepointThatIsThereIsNotWrittenOver() throws Exception {
        try (Run run = new Run(1, 400, settings(1))) {
            write(run, options());

            assertThatThrownBy(() -> write(run, options()))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("there is a savepoint already");
        }
    }

    @Test
    void aDeviceWithoutItsIdentityRowIsNoStateToStartFrom() throws Exception {
        try (Run run = new Run(1, 400, settings(1))) {
            Map<LakeTable, Long> snapshots = new EnumMap<>(run.cut().snapshots());
            snapshots.remove(LakeTable.IDENTITIES);
            ConsistentCut cut = new ConsistentCut(snapshots, 0, null, Map.of());

            assertThatThrownBy(() -> StateBootstrap.write(
                            run.lake, cut, run.settings.rules(), CONFIG.history(), target(run), options()))
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("identities has no row of that device")
                    .hasMessageContaining("tidemark rebuild");
            assertThat(Path.of(java.net.URI.create(target(run).directory() + "/_metadata")))
                    .doesNotExist();
        }
    }

    @Test
    void theRecentHistoryKnowsEveryDeviceAndNoSightingThatTheWholeOneDoesNot() throws Exception {
        IntakeSettings settings = settings(IdentityScope.ORGANISATION, IntakeRules.Throttle.OFF);
        try (Run run = new Run(3, 4_000, settings)) {
            BootstrapReport recent = write(run, options().withHistory(History.RECENT));
            long all = run.lake.table(LakeTable.EVENTS).currentSnapshot() == null
                    ? 0
                    : Long.parseLong(run.lake
                            .table(LakeTable.EVENTS)
                            .currentSnapshot()
                            .summary()
                            .get("total-records"));

            assertThat(recent.rows()).isPositive().isLessThan(all);
            OperatorSubtaskState state = SavedState.ofIntake(SavedState.metadata(recent.path()));
            assertThat(SavedState.entries(state, MAX_PARALLELISM).keySet())
                    .containsAll(SavedState.entries(run.state, MAX_PARALLELISM).keySet().stream()
                            .filter(key -> key.startsWith("device"))
                            .toList());
        }
    }

    private Map<String, String> bootstrapped(Run run, BootstrapOptions options) throws Exception {
        BootstrapReport report = write(run, options);
        OperatorSubtaskState state = SavedState.ofIntake(SavedState.metadata(report.path()));
        return SavedState.entries(state, MAX_PARALLELISM);
    }

    private BootstrapReport write(Run run, BootstrapOptions options) {
        return StateBootstrap.write(run.lake, run.cut(), run.settings.rules(), CONFIG.history(), target(run), options);
    }

    private SavepointTarget target(Run run) {
        String place = run.lake.settings().warehouse().location() + "/savepoint";
        return new SavepointTarget("file://" + place, CHECKPOINT, new WriterEpoch(EPOCH), MAX_PARALLELISM);
    }

    private BootstrapOptions options() {
        return BootstrapOptions.of(scratch(), InstantSource.system());
    }

    private Path scratch() {
        return directory.resolve("scratch");
    }

    private static IntakeSettings settings(long seed) {
        return settings(
                seed % 2 == 0 ? IdentityScope.PROJECT : IdentityScope.ORGANISATION,
                new IntakeRules.Throttle(1, 30, 200));
    }

    private static IntakeSettings settings(IdentityScope scope, IntakeRules.Throttle throttle) {
        IntakeRules rules = new IntakeRules(new IdentityKeys(scope, "acme"), 5, WEEK, throttle);
        OutcomeColumns columns = RowTypes.ofSchemas().columns();
        return new IntakeSettings(rules, 1 << 20, "events.raw", new TopicGeneration(2), columns, CONFIG, 0, AT_START);
    }

    private static List<RawRecord> log(long seed, int records, boolean byProject) {
        SplittableRandom random = new SplittableRandom(seed);
        DeviceKeyScanner scanner = new DeviceKeyScanner(byProject);
        long[] next = new long[PARTITIONS];
        List<RawRecord> log = new ArrayList<>();
        for (RandomHistory.Sent sent : ReleasedHistory.sent(seed, records)) {
            byte[] value = withMore(sent.value(), random);
            long hash = scanner.hash(value);
            int partition = (int) Math.floorMod(hash, (long) PARTITIONS);
            log.add(new RawRecord(partition, next[partition]++, sent.timestamp(), hash, null, value));
        }
        return log;
    }

    /** Members that a column may hold in another form than the event did. */
    private static byte[] withMore(byte[] value, SplittableRandom random) {
        String more =
                switch (random.nextInt(24)) {
                    case 0 -> "\"project_id\":\"shop\",";
                    case 1 -> "\"project_id\":\"\",";
                    case 2 -> "\"project_id\":\"Z\\u00fcrich\",";
                    case 3 -> "\"insert_id\":\"\\u00e9\\n\\ud83d\\ude00-" + random.nextInt(4) + "\",";
                    case 4 -> "\"time\":99999999999999999,\"event_id\":" + random.nextInt(3) + ",";
                    case 5 -> "\"time\":-99999999999999999,\"insert_id\":\"\",";
                    case 6 -> "\"server_received_time\":99999999999999999,";
                    case 7 -> "\"event_id\":9223372036854775807,\"insert_id\":null,";
                    case 8 -> "\"config_version\":99,";
                    default -> "";
                };
        String text = new String(value, StandardCharsets.ISO_8859_1);
        return text.startsWith("{\"") ? ("{" + more + text.substring(1)).getBytes(StandardCharsets.ISO_8859_1) : value;
    }

    private static Map<LakeTable, List<String>> sorted(Map<LakeTable, List<Map<String, Object>>> rows) {
        return rows.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, table -> table.getValue().stream()
                        .map(row -> new java.util.TreeMap<>(row).toString())
                        .sorted()
                        .toList()));
    }

    /** A body that may throw anything. */
    private interface Body {
        void run() throws Exception;
    }

    private static void trying(Body body) {
        try {
            body.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
