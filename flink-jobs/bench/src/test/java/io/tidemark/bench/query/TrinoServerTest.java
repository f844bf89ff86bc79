package io.tidemark.bench.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trino is started as the page on it says; where it cannot be started, what the script says of that is said. */
class TrinoServerTest {
    @TempDir
    private Path directory;

    @Test
    void catalogIsThatOfThePage() throws IOException {
        Path lake = Path.of("/${LAKE}");
        assertThat(Files.readString(Checkout.path("sql/connect/trino.md")))
                .contains(TrinoServer.catalog(lake).replace("/${LAKE}", "${LAKE}"));
    }

    @Test
    void whereThereAreNoSourcesThatIsSaid() {
        assertThatThrownBy(() -> TrinoServer.start(directory, Map.of(), directory.resolve("trino")))
                .isInstanceOf(BenchFailure.class)
                .hasMessageContaining(directory.resolve("trino").toString())
                .hasMessageContaining("is not there");
    }

    @Test
    void whatTheScriptSaysOfAMissingJdkIsPassedOn() throws IOException {
        Path script = Files.writeString(
                directory.resolve("trino"), "#!/bin/sh\necho 'jdk: Trino needs a JDK of 22 or newer' >&2\nexit 1\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> TrinoServer.start(directory, Map.of(), directory.resolve("home")))
                .isInstanceOf(BenchFailure.class)
                .hasMessage("Trino did not start: jdk: Trino needs a JDK of 22 or newer");
    }
}
