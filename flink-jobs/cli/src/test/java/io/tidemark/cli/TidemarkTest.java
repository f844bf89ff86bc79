package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.Failures;
import io.tidemark.cli.output.Logging;
import io.tidemark.config.ConfigurationProblems;
import io.tidemark.config.Problem;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.ops.sql.QueryFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TidemarkTest {
    private static final String FULL = "No space left on device";

    @TempDir
    private Path directory;

    @Test
    void helpOfEveryCommandSaysWhatItIsForWithExamplesAndExitCodes() {
        assertThat(Run.of("--help").out()).contains("Usage: tidemark", "Commands:", "sql");
        for (String name : commands()) {
            Run help = Run.of(name, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out())
                    .contains("Usage: tidemark " + name, "Examples:", "Exit codes:", "--verbose")
                    .doesNotContain("${");
        }
    }

    @Test
    void versionNamesWhatAReportOfABugNeeds() {
        assertThat(Run.of("--version").out()).contains("Tidemark ", "Flink 2.1", "Iceberg 1.11", "Java ");
    }

    @Test
    void helpThatCannotBeWrittenIsAFailureOfEveryCommand() {
        for (List<String> command : everyCommand()) {
            String[] help = with(command, "--help");
            assertFull(FullOutput.run(FULL, help), help);
            assertThat(FullOutput.run("Broken pipe", help)).isEqualTo(new Run(ExitCode.DONE, "", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "sql --version",
                "sql --list",
                "sql --list --format json",
                "sql --query funnel -p steps=a,b --print trino"
            })
    void resultsThatCannotBeWrittenAreAFailureWithTheReason(String args) {
        assertFull(FullOutput.run(FULL, args.split(" ")), args);
        assertThat(Run.of(args.split(" ")).code()).isZero();
    }

    private static void assertFull(Run run, Object what) {
        assertThat(run.code()).as("%s", what).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err())
                .as("%s", what)
                .contains("could not be written to standard output: " + FULL)
                .hasLineCount(1);
    }

    @Test
    void messagesThatCannotBeWrittenDoNotMatter() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream full = new FullOutput(FULL);
        assertThat(Tidemark.run(out, full, "--version")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(UTF_8)).contains("Tidemark");
        assertThat(Tidemark.run(out, full, "nosuchcommand")).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nosuchcommand --help | Unmatched argument at index 0: 'nosuchcommand'
                    --help nosuchcommand | Unmatched argument at index 1: 'nosuchcommand'
                    nosuch --version     | Unmatched argument at index 0: 'nosuch'
                    sqql --help          | Did you mean: tidemark sql?
                    override --help lock | expected one of [UNLINK, BLOCK, RELINK, MAP, UNMAP]
                    drill january-5 -h   | There is no drill called january-5; there are january-4 and bad-deploy.
                    """)
    void helpOfACommandThatIsNotThereIsAUsageErrorToo(String args, String expected) {
        Run run = Run.of(args.split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(expected, " --help");
    }

    @Test
    void withoutACommandItAsksForOne() {
        Run run = Run.of();
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Which command? One of", "sql", "See tidemark --help");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sqql                                     | Did you mean: tidemark sql?
                    sql x                                    | Missing required argument (specify one of these): (--lake=DIR | --config=FILE)
                    sql --lake a --config b x                | --lake=DIR, --config=FILE are mutually exclusive
                    sql --lake a                             | There is no question: give one as QUERY
                    sql --lake a -f b c                      | There are two questions
                    sql --lake a --format xml x              | Invalid value for option '--format'
                    sql --lake a --colour x                  | Unknown option: '--colour'
                    restore --lake a --to b --flink http://c | --flink goes with --config
                    restore --config a --to b --flink c:8081 | --flink takes an address such as http://flink:8081
                    """)
    void wrongArgumentsAreAUsageErrorOnStandardError(String args, String expected) {
        Run run = Run.of(args.split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(expected, " --help").doesNotContain("\tat ");
    }

    @Test
    void whatIsNoLakeIsNeitherReadNorMade() throws IOException {
        Path missing = directory.resolve("missing");
        Run none = Run.of("sql", "--lake", missing.toString(), "SELECT 1");
        assertThat(none.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(none.err())
                .contains("There is no lake at " + missing, "no such directory")
                .doesNotContain("\tat ");
        assertThat(missing).doesNotExist();

        Path empty = Files.createDirectory(directory.resolve("empty"));
        Run nothing = Run.of("sql", "--lake", empty.toString(), "SELECT 1");
        assertThat(nothing.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(nothing.err()).contains("the catalog " + empty.resolve("catalog.db") + " is missing");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void problemsOfTheConfigurationFileAreAUsageErrorAndAllShown() throws IOException {
        Path file = Files.writeString(directory.resolve("t.yaml"), "kafka: {topics: x}\n");
        Run run = Run.of("sql", "--config", file.toString(), "SELECT 1");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("6 problems in " + file, "  6. ", "did you mean topic?")
                .doesNotContain("\tat ");
    }

    @Test
    void questionFileThatCannotBeReadIsNamed() throws IOException {
        Run run = Run.of("sql", "--lake", directory.toString(), "-f", directory + "/none.sql");
        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("The question in " + directory + "/none.sql could not be read");
        Path latin = Files.write(directory.resolve("latin.sql"), new byte[] {(byte) 0xE9});
        assertThat(Run.of("sql", "--lake", directory.toString(), "-f", latin.toString())
                        .err())
                .contains("not text in UTF-8");
    }

    @Test
    void everyKindOfFailureHasItsExitCode() {
        assertThat(code(RefusalCode.UNKNOWN_TABLE.refuse("x", "y"))).isEqualTo(ExitCode.REFUSED);
        assertThat(code(new ConfigurationProblems("f", List.of(new Problem("k", "m")))))
                .isEqualTo(ExitCode.USAGE);
        assertThat(code(new QueryFailure("It failed.", null))).isEqualTo(ExitCode.FAILURE);
        assertThat(code(new IllegalStateException("x"))).isEqualTo(ExitCode.FAILURE);
    }

    @Test
    void stackTraceIsShownOnlyWhenAskedFor() {
        var failure = new IllegalStateException("broken");
        assertThat(message(failure, false))
                .contains("It failed where no failure was expected", "broken", "The log has the rest")
                .doesNotContain("\tat ");
        assertThat(message(failure, true)).contains("\tat ");
        assertThat(message(RefusalCode.UNKNOWN_TABLE.refuse("x", "y"), false))
                .isEqualTo("Refused: A lake has no table x; it has y. Correct --tables.\n");
    }

    @Test
    void logGoesToTheLakeThatHasAPlaceForIt() throws IOException {
        assertThat(Logging.choose(List.of("sql", "x")))
                .hasFileName("tidemark-" + System.getProperty("user.name") + ".log");
        assertThat(Logging.choose(List.of("sql", "--lake", directory.toString()))
                        .getParent())
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
        Path logs = Files.createDirectory(directory.resolve("logs"));
        assertThat(Logging.choose(List.of("sql", "--lake", directory.toString())))
                .isEqualTo(logs.resolve("tidemark.log"));
        assertThat(Logging.choose(List.of("sql", "--lake=" + directory))).isEqualTo(logs.resolve("tidemark.log"));
    }

    private static List<String> commands() {
        return List.copyOf(line().getSubcommands().keySet());
    }

    /** The words of every command, those within commands too, and none for the command itself. */
    private static List<List<String>> everyCommand() {
        List<List<String>> all = new ArrayList<>(List.of(List.of()));
        line().getSubcommands().forEach((name, command) -> {
            all.add(List.of(name));
            command.getSubcommands().keySet().forEach(inner -> all.add(List.of(name, inner)));
        });
        return all;
    }

    private static CommandLine line() {
        var writer = new PrintWriter(new StringWriter());
        return Tidemark.command(writer, writer);
    }

    private static String[] with(List<String> command, String more) {
        return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static int code(Exception failure) {
        var writer = new PrintWriter(new StringWriter());
        return Failures.of(failure, new CommandLine(CommandLine.Model.CommandSpec.create()).setErr(writer), false);
    }

    private static String message(Exception failure, boolean verbose) {
        var text = new StringWriter();
        var line = new CommandLine(CommandLine.Model.CommandSpec.create()).setErr(new PrintWriter(text));
        assertThat(Failures.of(failure, line, verbose)).isPositive();
        return text.toString();
    }
}
