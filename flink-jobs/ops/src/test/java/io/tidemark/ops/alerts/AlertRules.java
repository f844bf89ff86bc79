package io.tidemark.ops.alerts;

import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alerts in {@code deploy/prometheus}, as they are written there. */
public final class AlertRules {
    public static final Path DIRECTORY = Checkout.path("deploy/prometheus");
    public static final String RULES = "tidemark-alerts.yaml";
    public static final String CASES = "tidemark-alerts.test.yaml";

    private static final Pattern METRIC = Pattern.compile("\\b(?:tidemark|flink)_\\w+");

    private AlertRules() {}

    /**
     * A rule.
     *
     * @param alert its name
     * @param expr when it fires
     * @param labels its labels
     * @param annotations what it says
     */
    public record Rule(String alert, String expr, Map<String, String> labels, Map<String, String> annotations) {}

    /**
     * What is expected of an alert at one moment of a test.
     *
     * @param alert its name
     * @param fires whether it fires
     */
    public record Expected(String alert, boolean fires) {}

    /** The metrics that the rules ask for and that begin so. */
    public static Set<String> metrics(String beginning) {
        return all().stream()
                .flatMap(rule -> METRIC.matcher(rule.expr()).results())
                .map(found -> found.group())
                .filter(name -> name.startsWith(beginning))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public static List<Rule> all() {
        return list(read(RULES), "groups")
                .flatMap(group -> list(group, "rules"))
                .map(rule -> new Rule(
                        text(rule.get("alert")),
                        text(rule.get("expr")),
                        texts(rule.get("labels")),
                        texts(rule.get("annotations"))))
                .toList();
    }

    public static List<Expected> cases() {
        return list(read(CASES), "tests")
                .flatMap(test -> list(test, "alert_rule_test"))
                .map(moment -> new Expected(
                        text(moment.get("alertname")),
                        list(moment, "exp_alerts").findAny().isPresent()))
                .toList();
    }

    private static Map<?, ?> read(String file) {
        try {
            return (Map<?, ?>)
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DIRECTORY.resolve(file)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<Map<?, ?>> list(Map<?, ?> from, String key) {
        return ((List<?>) from.get(key)).stream().map(each -> (Map<?, ?>) each);
    }

    private static Map<String, String> texts(Object map) {
        return ((Map<?, ?>) map)
                .entrySet().stream()
                        .collect(Collectors.toMap(entry -> text(entry.getKey()), entry -> text(entry.getValue())));
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }
}
