package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidemark.collector.metrics.CollectorMetrics;
import io.tidemark.collector.metrics.PathKind;
import io.tidemark.ops.alerts.AlertRules;
import io.tidemark.ops.alerts.Promtool;
import io.tidemark.ops.question.Questions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The alerts ask for what is written, say what to do next, and have each been seen firing and not firing. That Flink's
 * reporter exports what they ask of the job is seen by {@code MetricsIT}.
 */
class AlertRulesTest {
    private static final Pattern COMMAND = Pattern.compile("`tidemark ([^`]+)`");
    private static final Pattern QUESTION = Pattern.compile("--query ([a-z]\\w*)");

    private static final String COLLECTOR = "tidemark_collector_";

    @Test
    void prometheusOwnToolTakesTheRulesAndSeesEachFireAndNotFire() throws Exception {
        Promtool.require();
        for (String[] asked : new String[][] {
            {"check", "rules", "--lint-fatal", AlertRules.RULES}, {"test", "rules", AlertRules.CASES}
        }) {
            Promtool.Said said = Promtool.in(AlertRules.DIRECTORY, asked);
            assertThat(said.code()).as(said.text()).isZero();
            assertThat(said.text()).contains("SUCCESS");
        }
    }

    @Test
    void eachAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() {
        List<AlertRules.Expected> cases = AlertRules.cases();
        assertThat(AlertRules.all()).hasSizeGreaterThan(10).allSatisfy(rule -> assertThat(cases)
                .contains(new AlertRules.Expected(rule.alert(), true), new AlertRules.Expected(rule.alert(), false)));
        assertThat(cases.stream().map(AlertRules.Expected::alert))
                .isSubsetOf(
                        AlertRules.all().stream().map(AlertRules.Rule::alert).toList());
    }

    @Test
    void everyCheckIsWatchedWithoutBeingNamed() {
        List<String> expressions =
                AlertRules.all().stream().map(AlertRules.Rule::expr).toList();
        assertThat(expressions).contains("tidemark_check_rows > 0", "tidemark_check_asked == 0");
        assertThat(Questions.checks()).isNotEmpty().allSatisfy(check -> assertThat(String.join("\n", expressions))
                .doesNotContain(check.name()));
    }

    @Test
    void eachMetricOfTheLakeIsOneThatTheAuditWrites() {
        String written = AuditMetricsTest.example();
        Set<String> names = AlertRules.metrics("tidemark_");
        names.removeAll(AlertRules.metrics(COLLECTOR));
        assertThat(names).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(written)
                .contains("# TYPE " + name + " gauge\n"));
    }

    @Test
    void eachMetricOfACollectorIsOneThatItShows() {
        CollectorMetrics metrics = new CollectorMetrics();
        metrics.watchReady(() -> true);
        metrics.watchSpool(() -> 0, () -> 0, () -> 0);
        metrics.watchConfig(() -> 0, () -> 0);
        metrics.watchDeliveries(outcome -> 0);
        metrics.answered(PathKind.HTTPAPI, 200, 1);
        String shown = new String(metrics.exposition(null).body(), StandardCharsets.UTF_8);
        assertThat(AlertRules.metrics(COLLECTOR)).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(shown)
                .contains("# TYPE " + name + " "));
    }

    @Test
    void eachAlertSaysHowBadItIsAndWhatToDoNext() throws IOException {
        String page = Files.readString(AlertRules.DIRECTORY.resolve("README.md"));
        for (AlertRules.Rule rule : AlertRules.all()) {
            assertThat(rule.labels().get("severity")).as(rule.alert()).isIn("critical", "warning");
            assertThat(rule.annotations()).as(rule.alert()).containsKeys("summary", "description");
            assertThat(rule.annotations().get("description")).as(rule.alert()).containsPattern(COMMAND);
            assertThat(page).contains("`" + rule.alert() + "`");
            understood(rule.annotations().get("description"));
        }
        understood(page);
    }

    private static void understood(String text) {
        COMMAND.matcher(text).results().map(found -> found.group(1)).forEach(command -> assertThatCode(() -> {
                    var writer = new PrintWriter(new StringWriter());
                    Tidemark.command(writer, writer)
                            .parseArgs(command.replaceAll("\\{\\{[^}]*}}", "a_check")
                                    .split("\\s+"));
                })
                .as(command)
                .doesNotThrowAnyException());
        QUESTION.matcher(text).results().map(found -> found.group(1)).forEach(name -> assertThat(Questions.find(name))
                .as(name)
                .isPresent());
    }
}
