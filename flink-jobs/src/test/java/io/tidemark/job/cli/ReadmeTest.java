package io.tidemark.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the README names is there: commands with these options, tests, classes, paths. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    /** A line of a code block, or what stands between backticks. */
    private static final Pattern COMMAND = Pattern.compile("(?m)(?:^|`)\\./tidemark(?: ([^`\\n]*?))?(?:\\s+#.*$|`|$)");

    private static final Pattern SUBCOMMAND = Pattern.compile("`tidemark ([a-z]+)");
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w*[a-z0-9](?:Test|IT|Properties)\\b");
    private static final Pattern TYPE = Pattern.compile("`((?:[a-z]+\\.)+[A-Z]\\w*)`");
    private static final Pattern PATH =
            Pattern.compile("`((?:sql|deploy|flink-jobs|iceberg-catalog|\\.ci)/[\\w./-]*|[\\w-]+\\.xml|LICENSE)`");

    private String readme = "";

    @BeforeEach
    void read() throws IOException {
        readme = Files.readString(ROOT.resolve("README.md"));
    }

    @Test
    void everyCommandIsUnderstood() {
        List<String> commands = all(COMMAND, readme);
        assertThat(commands).contains("demo").hasSizeGreaterThan(5);
        for (String command : commands) {
            // The one word that stands for another.
            List<String> meant = command.contains("COMMAND")
                    ? subcommands().stream()
                            .map(name -> command.replace("COMMAND", name))
                            .toList()
                    : List.of(command);
            for (String each : meant) {
                assertThatCode(() -> line().parseArgs(arguments(each)))
                        .as("./tidemark %s", each)
                        .doesNotThrowAnyException();
            }
        }
        assertThat(subcommands()).containsAll(all(SUBCOMMAND, readme));
    }

    @Test
    void commandThatIsNotThereWouldBeFound() {
        assertThat(all(COMMAND, "`./tidemark fly --far`\n./tidemark demo --high   # up\n"))
                .containsExactly("fly --far", "demo --high");
        assertThatCode(() -> line().parseArgs(arguments("demo --high"))).hasMessageContaining("--high");
        assertThat(arguments("sql --lake DIR \"SELECT 1\"")).containsExactly("sql", "--lake", "DIR", "SELECT 1");
    }

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        Set<String> tests = sources(path -> path.startsWith("src/test/java"));
        List<String> named = all(TEST, readme);
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(tests).containsAll(named);
    }

    @Test
    void everyTypeThatItNamesIsThere() throws IOException {
        Set<String> types = sources(path -> path.startsWith("src/main/java"));
        List<String> named = all(TYPE, readme);
        assertThat(named).hasSizeGreaterThan(5);
        for (String name : named) {
            String type = name.substring(name.lastIndexOf('.') + 1);
            assertThat(types).as(name).contains(type);
            String place = name.replace('.', '/') + ".java";
            assertThat(Stream.of(
                                    "flink-jobs/src/main/java/io/tidemark/job/",
                                    "iceberg-catalog/src/main/java/io/tidemark/")
                            .map(root -> ROOT.resolve(root + place)))
                    .as(name)
                    .anyMatch(Files::exists);
        }
    }

    @Test
    void everyPathThatItNamesIsThere() {
        List<String> named = all(PATH, readme);
        assertThat(named).hasSizeGreaterThan(5);
        assertThat(named.stream().filter(path -> !path.contains("/target/")))
                .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    }

    @Test
    void firstTwoCommandsAreTheDemoAndTheTests() {
        assertThat(readme.indexOf("./tidemark demo"))
                .isPositive()
                .isLessThan(readme.indexOf("./mvnw verify"))
                .isLessThan(readme.indexOf("./tidemark ingest"));
        assertThat(ROOT.resolve("mvnw")).isExecutable();
        assertThat(ROOT.resolve("tidemark")).isExecutable();
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .map(found -> found == null ? "" : found.strip())
                .distinct()
                .toList();
    }

    private static String[] arguments(String command) {
        List<String> arguments = new ArrayList<>();
        ARGUMENT.matcher(command)
                .results()
                .forEach(found -> arguments.add(found.group(1) == null ? found.group(2) : found.group(1)));
        return arguments.toArray(String[]::new);
    }

    private static Set<String> sources(Predicate<Path> where) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : List.of("flink-jobs", "iceberg-catalog")) {
            Path root = ROOT.resolve(module);
            try (Stream<Path> files = Files.walk(root.resolve("src"))) {
                names.addAll(files.filter(file -> where.test(root.relativize(file)))
                        .map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .map(name -> name.substring(0, name.length() - ".java".length()))
                        .collect(Collectors.toSet()));
            }
        }
        return names;
    }

    private static Set<String> subcommands() {
        return line().getSubcommands().keySet();
    }

    private static CommandLine line() {
        var writer = new PrintWriter(new StringWriter());
        return Tidemark.command(writer, writer);
    }
}
