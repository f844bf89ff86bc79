package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
    @TempDir
    private Path directory;

    @Test
    void whatFailsWhileTheProcessEndsIsNotTold() throws Exception {
        assertThat(run("while-ending")).isEqualTo(new Run(130, "", ""));
    }

    @Test
    void heapThatIsTooSmallIsNamedWithTheWayToALargerOne() throws Exception {
        Run run = run("heap");

        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("A heap of", "TIDEMARK_HEAP=4g").hasLineCount(1);
    }

    @Test
    void errorOfTheJvmIsOneMessageToo() throws Exception {
        Run run = run("class");

        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("It failed where no failure was expected", "The log has the rest");
        assertThat(run.err()).doesNotContain("\tat ");
    }

    private Run run(String way) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Dlog4j2.configurationFile=classpath:log4j2.properties",
                        "-Dtidemark.log.file=" + directory.resolve("log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FailingCommand.class.getName(),
                        way)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
