package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.checkout.Checkout;
import io.tidemark.rules.checkout.Page;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the pages name is there: commands with these options, tests, classes, packages, keys, paths, links. */
class ReadmeTest {
    private static final Path ROOT = Checkout.path("");
    private static final Set<String> FOLDERS = Set.of("sql", "deploy", "flink-jobs", "iceberg-catalog", ".ci");
    private static final int LONGEST_README = 150;
    private static final List<String> MAIN = sources("main");
    private static final List<String> TESTS = sources("test");
    private static final CommandLine TIDEMARK = command();

    private static final Pattern ARGUMENT = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");
    private static final Pattern TEST = Pattern.compile("(?<![\\w*])[A-Z]\\w*[a-z0-9](?:Test|IT|Properties)\\b");
    private static final Pattern TYPE = Pattern.compile("(?!(?:org|com|java)\\.)(?:[a-z]+\\.)+[A-Z]\\w*");
    private static final Pattern FULL_TYPE = Pattern.compile("\\bio\\.tidemark(?:\\.[a-z]\\w*)+\\.[A-Z]\\w*");
    /** A package that begins with its module, or a key of the configuration; not a file such as catalog.db. */
    private static final Pattern PACKAGE_OR_KEY = Pattern.compile("(?!.*\\.(?:db|properties)$)"
            + "(?:rules|job|ops|cli|bench|lake|kafka|catalog|identity|intake|tables|marks)(?:\\.[a-z][a-z-]*)+");

    private static final Pattern PATH =
            Pattern.compile("((?:\\.ci|\\w[\\w-]*)/[\\w./-]*|[\\w-]+\\.xml|LICENSE)(?: .*)?");

    /** Options of other programs. */
    private static final Set<String> FOREIGN = Set.of("--collector.textfile.directory");

    @Test
    void allPagesAreRead() {
        assertThat(pages().map(Page::toString))
                .contains(
                        "README.md",
                        "CHANGELOG.md",
                        "flink-jobs/README.md",
                        "flink-jobs/ARCHITECTURE.md",
                        "sql/README.md",
                        "sql/connect/trino.md",
                        "deploy/README.md",
                        "deploy/cluster/README.md",
                        "deploy/prometheus/README.md");
    }

    @Test
    void theReadmeIsReadInFiveMinutes() {
        assertThat(page("README.md").text().lines()).hasSizeLessThanOrEqualTo(LONGEST_README);
    }

    @Test
    void firstTwoCommandsAreTheDemoAndTheTests() {
        String readme = page("README.md").text();
        assertThat(readme.indexOf("./tidemark demo"))
                .isPositive()
                .isLessThan(readme.indexOf("./mvnw verify"))
                .isLessThan(readme.indexOf("./tidemark ingest"));
        assertThat(Checkout.path("mvnw")).isExecutable();
        assertThat(Checkout.path("tidemark")).isExecutable();
    }

    @Test
    void whatThePagesNameIsFound() {
        assertThat(page("README.md").commands()).contains("demo").hasSizeGreaterThan(9);
        assertThat(page("README.md").links()).hasSizeGreaterThan(8);
        assertThat(page("deploy/README.md").fragments()).hasSizeGreaterThan(9);
        assertThat(page("flink-jobs/README.md").all(TEST)).hasSizeGreaterThan(60);
        assertThat(types(page("flink-jobs/README.md"))).hasSizeGreaterThan(30);
        assertThat(page("flink-jobs/ARCHITECTURE.md").inline(PACKAGE_OR_KEY)).hasSizeGreaterThan(40);
        assertThat(paths(page("sql/README.md"))).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandIsUnderstood(Page page) {
        for (String command : page.commands()) {
            meant(command).forEach(each -> assertThatCode(() -> TIDEMARK.parseArgs(arguments(each)))
                    .as("tidemark %s", each)
                    .doesNotThrowAnyException());
        }
        for (String fragment : page.fragments()) {
            meant(fragment).forEach(each -> assertThatCode(() -> requireOptions(arguments(each)))
                    .as("tidemark %s", each)
                    .doesNotThrowAnyException());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyOptionThatItNamesIsOneOfSomeCommand(Page page) {
        assertThat(page.inline().stream()
                        .filter(code -> code.matches("--[a-z].*"))
                        .map(ReadmeTest::option)
                        .toList())
                .isSubsetOf(Stream.concat(FOREIGN.stream(), options(TIDEMARK)).toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTestThatItNamesIsThere(Page page) {
        assertThat(page.all(TEST)).allMatch(name -> Stream.concat(TESTS.stream(), MAIN.stream())
                .anyMatch(file -> file.endsWith("/" + name + ".java")));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTypeThatItNamesIsThere(Page page) {
        assertThat(types(page)).allMatch(ReadmeTest::isType);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPackageOrKeyThatItNamesIsThere(Page page) {
        assertThat(page.inline(PACKAGE_OR_KEY)).allMatch(name -> isPackage(name) || isKey(name));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPathThatItNamesIsThere(Page page) {
        assertThat(paths(page)).allMatch(path -> isThere(page, path));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Page page) {
        assertThat(page.links()).allMatch(link -> leadsSomewhere(page, link));
    }

    @Test
    void everyPageIsLinkedFromAnother() {
        Set<Path> linked = pages().flatMap(
                        page -> page.links().stream().map(page::target).filter(target -> !target.equals(page.path())))
                .collect(Collectors.toSet());

        // What is in .ci is for those who work there.
        assertThat(pages().map(Page::path)
                        .filter(path -> !path.equals(Path.of("README.md")) && !path.startsWith(".ci")))
                .allMatch(linked::contains);
    }

    @Test
    void whatIsNotThereWouldBeFound() {
        Page page = new Page(Path.of("sql/page.md"), """
            `./tidemark fly --far`, or `tidemark sql --high`; see [here](../deploy/README.md#nowhere) or [there](no.md).
            `intake.Nobody` `lake.nowhere` `job.no-key` `queries/none.sql` `sql/none` `engines/trino DIR`
            ```
            tidemark demo --high   # up
            ```
            """);

        assertThat(page.commands()).containsExactly("demo --high", "fly --far");
        assertThat(page.fragments()).containsExactly("fly --far", "sql --high");
        assertThatThrownBy(() -> TIDEMARK.parseArgs(arguments("demo --high"))).hasMessageContaining("--high");
        assertThatThrownBy(() -> requireOptions(arguments("sql --high"))).hasMessageContaining("--high");
        assertThatThrownBy(() -> requireOptions(arguments("fly --far"))).hasMessageContaining("fly");
        assertThat(types(page)).filteredOn(type -> !isType(type)).containsExactly("intake.Nobody");
        assertThat(page.inline(PACKAGE_OR_KEY))
                .containsExactly("lake.nowhere", "job.no-key")
                .noneMatch(name -> isPackage(name) || isKey(name));
        assertThat(paths(page))
                .filteredOn(path -> !isThere(page, path))
                .containsExactly("queries/none.sql", "sql/none");
        assertThat(page.links()).hasSize(2).noneMatch(link -> leadsSomewhere(page, link));
        assertThat(arguments("sql --lake DIR -p x='a b' \"SELECT 1\""))
                .containsExactly("sql", "--lake", "DIR", "-p", "x=a b", "SELECT 1");
    }

    static Stream<Page> pages() {
        try (Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(top.toList().stream(), FOLDERS.stream().flatMap(folder -> files(folder).stream()))
                    .map(ROOT::relativize)
                    .filter(path ->
                            path.toString().endsWith(".md") && !path.toString().contains("/src/"))
                    .sorted()
                    .map(Page::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page page(String path) {
        return Page.read(Path.of(path));
    }

    /** All files of a folder but what was built. */
    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file -> !ROOT.relativize(file).toString().contains("target/"))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> sources(String kind) {
        return Stream.of("flink-jobs", "iceberg-catalog")
                .flatMap(folder -> files(folder).stream())
                .map(Path::toString)
                .filter(file -> file.contains("/src/" + kind + "/java/") && file.endsWith(".java"))
                .toList();
    }

    private static List<String> types(Page page) {
        return Stream.concat(page.inline(TYPE).stream(), page.all(FULL_TYPE).stream())
                .distinct()
                .toList();
    }

    /** The paths of the checkout, from its root or from the page's folder; not those of what is built. */
    private static List<String> paths(Page page) {
        return page.inline(PATH).stream()
                .filter(path -> !path.contains("/target/") && !path.contains("NAME"))
                .filter(path -> {
                    String first = path.split("/", 2)[0];
                    return !path.contains("/")
                            || FOLDERS.contains(first)
                            || Files.isDirectory(ROOT.resolve(page.target(first)));
                })
                .toList();
    }

    private static boolean isThere(Page page, String path) {
        return Files.exists(ROOT.resolve(path)) || Files.exists(ROOT.resolve(page.target(path)));
    }

    private static boolean isType(String name) {
        String file = "/" + name.replace('.', '/') + ".java";
        return MAIN.stream().anyMatch(source -> source.endsWith(file));
    }

    private static boolean isPackage(String name) {
        String folder = "/" + name.replace('.', '/') + "/";
        return MAIN.stream()
                .map(source -> source.substring(0, source.lastIndexOf('/') + 1))
                .anyMatch(source -> source.endsWith(folder));
    }

    private static boolean isKey(String name) {
        String reference = page("deploy/config/reference.yaml").text();
        return Stream.of(name.split("\\.")).allMatch(part -> Pattern.compile("(?m)^ *" + part + ":")
                .matcher(reference)
                .find());
    }

    private static boolean leadsSomewhere(Page page, String link) {
        Path target = page.target(link);
        return Files.exists(ROOT.resolve(target))
                && (!link.contains("#")
                        || Page.read(target).anchors().anyMatch(link.substring(link.indexOf('#') + 1)::equals));
    }

    /** The command lines that one is short for: COMMAND is each of the commands. */
    private static List<String> meant(String command) {
        return command.startsWith("COMMAND")
                ? TIDEMARK.getSubcommands().keySet().stream()
                        .map(name -> command.replace("COMMAND", name))
                        .toList()
                : List.of(command);
    }

    private static String[] arguments(String command) {
        return ARGUMENT.matcher(command)
                .results()
                .map(MatchResult::group)
                .map(argument -> argument.replaceAll("[\"']", ""))
                .toArray(String[]::new);
    }

    /** That there is such a command, and that it has each of the options. */
    private static void requireOptions(String... arguments) {
        CommandLine command = TIDEMARK;
        for (String argument : arguments) {
            CommandLine deeper = command.getSubcommands().get(argument);
            boolean known = argument.matches("-.+")
                    ? command.getCommandSpec().optionsMap().containsKey(option(argument))
                    : deeper != null || command.getParent() != null;
            if (!known) {
                throw new IllegalArgumentException("There is no " + argument);
            }
            command = deeper == null ? command : deeper;
        }
    }

    private static String option(String code) {
        return code.split("[ =]", 2)[0];
    }

    private static Stream<String> options(CommandLine command) {
        return Stream.concat(
                command.getCommandSpec().optionsMap().keySet().stream(),
                command.getSubcommands().values().stream().flatMap(ReadmeTest::options));
    }

    private static CommandLine command() {
        var writer = new PrintWriter(new StringWriter());
        return Tidemark.command(writer, writer);
    }
}
