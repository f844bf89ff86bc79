package io.tidemark.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.bench.measure.CpuClock;
import io.tidemark.bench.measure.Figure;
import io.tidemark.bench.measure.ProcessFile;
import io.tidemark.bench.measure.Sample;
import io.tidemark.bench.measure.Slice;
import io.tidemark.bench.measure.Slices;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.JobConfig.StateBackend;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    private static final long SECOND = 1_000_000_000;
    private static final Variant SQL = new Variant(Pipeline.A, StateBackend.HASHMAP);
    private static final Variant ON_HEAP = new Variant(Pipeline.B, StateBackend.HASHMAP);
    private static final Variant ON_ROCKSDB = new Variant(Pipeline.B, StateBackend.ROCKSDB);

    private final BenchPlan plan = new BenchPlan(
            2_000_000,
            3,
            List.of(757),
            List.of(StateBackend.HASHMAP, StateBackend.ROCKSDB),
            List.of(Pipeline.A, Pipeline.B),
            null);

    @Test
    void medianIsTheMiddleOneAndTheMeanOfTwoInTheMiddle() {
        assertThat(Figure.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Figure(2, 1, 3));
        assertThat(Figure.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Figure(3, 1, 9));
        assertThat(Figure.of(List.of(7.0))).isEqualTo(new Figure(7, 7, 7));
    }

    @Test
    void sliceCostsCpuSecondsPerMillion() {
        Slice slice = new Slice(500_000, 3 * SECOND, SECOND);
        assertThat(slice.perMillion()).isEqualTo(6);
        assertThat(slice.perMillionWithoutJit()).isEqualTo(4);
    }

    @Test
    void steadyStateLeavesTheFirstSliceOut() {
        Sample sample = sample(100.0, 4.0, 6.0, 5.0);
        assertThat(sample.steady()).isEqualTo(5);
    }

    @Test
    void aRunOfOneSliceHasNoSteadyState() {
        assertThat(sample(4.0).steady()).isNaN();
        assertThat(Figure.of(List.of(4.0, Double.NaN))).isNull();
    }

    @Test
    void slicesEndWhenTheyAreFull() {
        List<String> warm = new ArrayList<>();
        Slices slices = new Slices(new CpuClock(), 10, () -> warm.add("warm"));
        slices.observe(4);
        slices.observe(12);
        slices.observe(21);
        slices.observe(29);
        slices.observe(30);
        assertThat(slices.closed()).extracting(Slice::records).containsExactly(12L, 9L, 9L);
        assertThat(warm).hasSize(1);
        assertThat(slices.closed())
                .allSatisfy(slice -> assertThat(slice.cpuNanos()).isNotNegative());
    }

    @Test
    void ratiosCompareRunsOfTheSameRound() {
        BenchReport.Builder report = new BenchReport.Builder(plan);
        // The machine is twice as slow in the second round, and the ratio does not show it.
        for (double slowness : List.of(1.0, 2.0, 1.0)) {
            report.add(SQL, 757, sample(9 * slowness, 6 * slowness));
            report.add(ON_HEAP, 757, sample(9 * slowness, 3 * slowness));
            report.add(ON_ROCKSDB, 757, sample(9 * slowness, 9 * slowness));
        }
        BenchReport built = report.build(List.of(0.3));
        assertThat(built.ratios())
                .extracting(ratio -> ratio.over().label(), BenchReport.Ratio::steady)
                .containsExactly(
                        tuple("b-hashmap", new Figure(0.5, 0.5, 0.5)), tuple("b-rocksdb", new Figure(1.5, 1.5, 1.5)));
        assertThat(built.isExact()).isTrue();
        assertThat(BenchText.table(built)).contains("(b-rocksdb)/(a): steady 1.50 (1.50–1.50)");
        assertThat(json(built)).contains("\"steady\":{\"median\":0.500,\"min\":0.500,\"max\":0.500}");
    }

    @Test
    void aLostRowTakesTheFigureAndItsRatios() {
        assertThat(reportWithRows(1_999_999)).satisfies(BenchTest::hasNoFigureForTheJob);
    }

    @Test
    void aDoubledRowTakesTheFigureAndItsRatios() {
        assertThat(reportWithRows(2_000_001)).satisfies(BenchTest::hasNoFigureForTheJob);
    }

    @Test
    void theDocumentHasTheKeysAndTheDigitsThatItAlwaysHad() {
        BenchReport.Builder report = new BenchReport.Builder(plan);
        report.add(SQL, 757, sample(9, 6));
        report.add(ON_HEAP, 757, new Sample(2, 1, new Slice(1, 1, 0), 1, List.of()));

        assertThat(json(report.build(List.of(0.3, 0.25)))).isEqualTo("""
                {"events":2000000,"rounds":3,"parallelism":2,"series":[\
                {"bytes":757,"pipeline":"a","exact":true,"steady":{"median":6.000,"min":6.000,"max":6.000},\
                "steadyWithJit":{"median":6.000,"min":6.000,"max":6.000},"cold":{"median":10.000,"min":10.000,"max":10.000},\
                "wallSeconds":{"median":30.000,"min":30.000,"max":30.000}},\
                {"bytes":757,"pipeline":"b-hashmap","exact":false,"steady":null,"steadyWithJit":null,"cold":null,\
                "wallSeconds":null}],"ratios":[{"bytes":757,"over":"b-hashmap","under":"a","steady":null,"cold":null}],\
                "calibration":[0.300,0.250]}""");
    }

    private static String json(BenchReport report) {
        return JsonOutput.text(BenchDocument.of(report));
    }

    @Test
    void aSampleComesBackFromItsFile(@TempDir Path directory) throws IOException {
        Sample sample = sample(9, 3, 4);
        ProcessFile.write(directory.resolve("result.json"), sample);
        assertThat(ProcessFile.read(directory.resolve("result.json"), Sample.class))
                .isEqualTo(sample);
    }

    @Test
    void settingsComeBackFromTheirFile(@TempDir Path directory) throws IOException {
        RunSettings settings =
                new RunSettings(ON_ROCKSDB, "127.0.0.1:9", new RunSettings.Load(5_000, 408), Path.of("/tmp/lake"), "");
        ProcessFile.write(directory.resolve("settings.json"), settings);
        assertThat(ProcessFile.read(directory.resolve("settings.json"), RunSettings.class))
                .isEqualTo(settings);
    }

    @Test
    void trafficHasTheSizeThatWasAskedFor() {
        BenchTraffic traffic = new BenchTraffic(new RunSettings.Load(2_000, 757));
        long bytes = 0;
        for (int i = 0; i < 2_000; i++) {
            bytes += traffic.next().length;
        }
        assertThat(bytes / 2_000.0).isCloseTo(757, within(40.0));
    }

    @Test
    void sqlHasEachColumnOfEventsInItsPlace() {
        RunSettings settings =
                new RunSettings(SQL, "127.0.0.1:9", new RunSettings.Load(5_000, 408), Path.of("/tmp/lake"), "");
        String insert = SqlPipeline.insert(settings.config());
        assertThat(insert.lines().filter(line -> line.startsWith("  ")))
                .hasSize(LakeTable.EVENTS.schema().columns().size());
        assertThat(SqlPipeline.source(settings.config())).contains("'topic' = 'bench-408'");
    }

    private BenchReport reportWithRows(long rows) {
        BenchReport.Builder report = new BenchReport.Builder(plan);
        Sample good = sample(9, 3);
        report.add(SQL, 757, good);
        report.add(ON_HEAP, 757, good);
        report.add(ON_HEAP, 757, new Sample(good.records(), rows, good.whole(), good.wallNanos(), good.slices()));
        return report.build(List.of());
    }

    private static void hasNoFigureForTheJob(BenchReport report) {
        assertThat(report.isExact()).isFalse();
        assertThat(report.series().get(0).figure(Sample::steady)).isNotNull();
        assertThat(report.series().get(1).figure(Sample::steady)).isNull();
        assertThat(report.ratios())
                .singleElement()
                .extracting(BenchReport.Ratio::steady)
                .isNull();
        assertThat(BenchText.table(report)).contains("(b-hashmap)/(a): steady no figure, cold no figure");
        assertThat(json(report)).contains("\"exact\":false,\"steady\":null");
    }

    /** A run of two million records whose slices cost so many CPU-seconds per million. */
    private static Sample sample(double... perMillion) {
        List<Slice> slices = Arrays.stream(perMillion)
                .mapToObj(cost -> new Slice(1_000_000, Math.round(cost * SECOND), 0))
                .toList();
        return new Sample(2_000_000, 2_000_000, new Slice(2_000_000, 20 * SECOND, 5 * SECOND), 30 * SECOND, slices);
    }
}
