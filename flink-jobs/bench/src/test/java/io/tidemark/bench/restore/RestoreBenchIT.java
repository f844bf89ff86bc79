package io.tidemark.bench.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreBenchIT {
    @Test
    void everyStepOfAMarkAndARestoreIsMeasured(@TempDir Path directory) throws IOException {
        Map<String, Double> steps = RestoreBench.run(20, 50, 2, directory);

        assertThat(steps.keySet())
                .containsExactly("mark", "plan", "fence", "tag", "files (one table)", "put back", "undo");
        assertThat(steps.values()).allSatisfy(millis -> assertThat(millis).isPositive());
    }
}
