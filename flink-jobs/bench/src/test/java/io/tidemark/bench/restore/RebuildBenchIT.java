package io.tidemark.bench.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildBenchIT {
    @Test
    void everyRoundComputesTheSameIdentitiesFromAllEvents(@TempDir Path directory) throws IOException {
        List<RebuildBench.Result> results = RebuildBench.run(20_000, 2, 408, directory);

        assertThat(results).hasSize(2);
        assertThat(results).extracting(RebuildBench.Result::events).containsOnly(20_000L);
        assertThat(results.get(0).identities()).isPositive().isLessThan(20_000);
        assertThat(results.get(1).identities()).isEqualTo(results.get(0).identities());
        assertThat(results).extracting(RebuildBench.Result::rate).allSatisfy(rate -> assertThat(rate)
                .isPositive());
    }
}
