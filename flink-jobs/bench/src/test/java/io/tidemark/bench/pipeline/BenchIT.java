package io.tidemark.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.JobConfig.StateBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchIT {
    @Test
    void everyPipelineWritesEachOfAFewThousandRecordsOnce(@TempDir Path directory) throws Exception {
        BenchPlan plan = new BenchPlan(
                4_000,
                1,
                List.of(408),
                List.of(StateBackend.HASHMAP, StateBackend.ROCKSDB),
                List.of(Pipeline.values()),
                null);
        List<String> progress = new ArrayList<>();

        BenchReport report = Bench.run(plan, directory, progress::add);

        assertThat(report.series())
                .extracting(series -> series.variant().label())
                .containsExactly("a", "b-hashmap", "b-rocksdb", "c", "d");
        assertThat(report.isExact()).as(progress.toString()).isTrue();
        assertThat(report.ratios()).hasSize(6).allSatisfy(ratio -> assertThat(ratio.cold())
                .isNotNull());
        assertThat(report.calibration()).hasSize(2).allSatisfy(seconds -> assertThat(seconds)
                .isPositive());
        assertThat(progress).hasSize(6);
    }
}
