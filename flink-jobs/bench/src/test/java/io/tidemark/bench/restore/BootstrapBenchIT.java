package io.tidemark.bench.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of the bootstrap on a small lake: it makes it, computes its state whole, and tells what it cost. */
class BootstrapBenchIT {
    private static final int DEVICES = 3_000;

    @Test
    void everyDeviceAndEveryInsertIdIsInTheState(@TempDir Path directory) throws IOException {
        List<String> progress = new ArrayList<>();

        BootstrapFigures figures = BootstrapBench.run(DEVICES, directory, progress::add);

        assertThat(figures.devices()).isEqualTo(DEVICES);
        assertThat(figures.insertKeys()).isEqualTo(7L * DEVICES);
        assertThat(figures.savepointBytes()).isGreaterThan(7L * 16 * DEVICES);
        assertThat(figures.cpuSeconds()).isPositive();
        assertThat(figures.heapLimitBytes()).isLessThanOrEqualTo(2L << 30);
        assertThat(figures.foretoldSeconds())
                .isEqualTo(figures.seconds() / DEVICES * BootstrapFigures.FORETOLD_DEVICES, within());
        assertThat(progress).last().asString().contains("computing their state");
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-3);
    }
}
