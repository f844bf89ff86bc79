package io.tidemark.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.Run;
import org.junit.jupiter.api.Test;

/** The command of the benchmarks is found where this module is. */
class BenchCommandsTest {
    @Test
    void theCommandLineHasTheBenchmarks() {
        assertThat(Run.of("bench", "--help").out()).contains("Usage: tidemark bench", "queries", "restore");
    }

    @Test
    void helpOfABenchmarkThatIsNotThereNamesThoseThatAre() {
        Run run = Run.of("bench", "--help", "quries");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Did you mean: bench queries or bench restore?", " --help");
    }
}
