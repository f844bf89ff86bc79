package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What <code>${NAME}</code> stands for, and the order in which problems are reported. */
class EnvironmentInValuesTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("A", "1", "LONG_NAME_2", "two", "DOLLAR", "$1\\", "NESTED", "${A}", "EMPTY", "");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain                 | plain
            ${A}                  | 1
            x${A}y${LONG_NAME_2}z | x1ytwoz
            ${A}${A}              | 11
            ${NESTED}             | ${A}
            ${DOLLAR}             | $1\\
            $${A}                 | ${A}
            $${no name}           | ${no name}
            $A                    | $A
            ${A                   | ${A
            {A}                   | {A}
            $                     | $
            """)
    void referencesAreReplacedOnceAndTwoDollarsAreOne(String text, String expected) {
        Report report = new Report(ENVIRONMENT);

        assertThat(report.substitute("key", 1, text)).isEqualTo(expected);
        assertThat(report.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${MISSING}   | the environment variable MISSING is not set or empty; set it, or write the value
            ${EMPTY}     | the environment variable EMPTY is not set or empty; set it, or write the value
            ${9LIVES}    | ${9LIVES} names no environment variable; allowed: letters, digits and _
            ${A-B}       | ${A-B} names no environment variable; allowed: letters, digits and _
            ${}          | ${} names no environment variable; allowed: letters, digits and _
            ${A:-x}      | ${A:-x} names no environment variable; allowed: letters, digits and _
            """)
    void whatIsMissingOrNoNameIsReportedAtItsKey(String text, String message) {
        Report report = new Report(ENVIRONMENT);

        assertThat(report.substitute("section.key", 7, text)).isNull();
        assertThat(report.problems()).containsExactly(new Problem("section.key", "line 7: " + message));
    }

    @Test
    void everyMissingVariableOfAValueIsReported() {
        Report report = new Report(Map.of());

        assertThat(report.substitute("key", 1, "${A}-${B}")).isNull();
        assertThat(report.problems()).hasSize(2);
    }

    @Test
    void problemsComeInTheOrderOfTheFileWhateverWasReadFirst() {
        Report report = new Report(Map.of());
        report.add("c", 9, "last");
        report.addUnknown(4, "", "b", java.util.Set.of("x", "y"));
        report.add("a", 2, "first");
        report.add("", 0, "of the file as a whole");

        assertThat(report.problems().stream().map(Problem::toString)).first().isEqualTo("of the file as a whole");
        assertThat(report.problems().stream().map(Problem::key)).containsExactly("", "a", "b", "c");
    }

    @Test
    void anUnknownKeyIsAnsweredWithTheNearestOneElseWithOneOfAnotherSectionElseWithAllOfItsOwn() {
        Report report = new Report(Map.of());
        report.know("job.parallelism");
        report.know("tables.zstd-level");
        report.addUnknown(1, "tables", "zstd-levle", java.util.Set.of("zstd-level"));
        report.addUnknown(2, "tables", "parallelism", java.util.Set.of("zstd-level"));
        report.addUnknown(3, "tables", "colour", java.util.Set.of("zstd-level"));

        assertThat(report.problems().stream().map(Problem::toString))
                .containsExactly(
                        "tables.zstd-levle: line 1: no such key; did you mean zstd-level?",
                        "tables.parallelism: line 2: no such key; did you mean job.parallelism?",
                        "tables.colour: line 3: no such key; allowed here: zstd-level");
    }

    @Test
    void oneProblemIsCountedInTheSingular() {
        assertThat(new ConfigurationProblems("f.yaml", List.of(new Problem("a.b", "is wrong"))))
                .hasMessage("1 problem in f.yaml:%n  1. a.b: is wrong".formatted());
        assertThat(new ConfigurationProblems(
                        "f.yaml", List.of(new Problem("", "is no file"), new Problem("a", "is wrong"))))
                .hasMessage("2 problems in f.yaml:%n  1. is no file%n  2. a: is wrong".formatted());
    }

    @Test
    void theSourceAndTheProblemsCanBeReadOneByOne() {
        List<Problem> problems = List.of(new Problem("a", "is wrong"));
        ConfigurationProblems failure = new ConfigurationProblems("f.yaml", problems);

        assertThat(failure.source()).isEqualTo("f.yaml");
        assertThat(failure.problems()).isEqualTo(problems);
    }
}
