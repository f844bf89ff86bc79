package io.tidemark.bench.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreBenchIT {
    @Test
    void everyStepOfAMarkAndARestoreIsMeasured(@TempDir Path directory) throws IOException {
        List<RestoreBench.Step> steps = RestoreBench.run(20, 50, 2, directory);

        assertThat(steps)
                .extracting(RestoreBench.Step::name)
                .containsExactly("mark", "plan", "fence", "tag", "files (one table)", "put back", "undo");
        assertThat(steps).allSatisfy(step -> assertThat(step.perTable()).isPositive());
    }
}
