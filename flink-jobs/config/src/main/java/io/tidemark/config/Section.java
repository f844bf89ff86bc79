package io.tidemark.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file, read key by key. What is wrong goes to the report, and reading goes on with the default, so
 * that one run finds everything.
 */
final class Section {
    private final String path;
    private final int line;
    private final Report report;
    private final boolean noMapping;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private record Entry(int line, Node value) {}

    /** @param node the mapping; null or YAML's null: a section that says nothing */
    Section(String path, @Nullable Node node, Report report) {
        this.path = path;
        this.line = node == null ? 0 : lineOf(node);
        this.report = report;
        this.noMapping = node != null && !isNull(node) && !(node instanceof MappingNode);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::enter);
        } else if (node != null && noMapping) {
            report.add(path, line, "found " + kind(node) + "; allowed: keys with values, one a line");
        }
    }

    private void enter(NodeTuple tuple) {
        int at = lineOf(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            report.add(path, at, "found " + kind(tuple.getKeyNode()) + " as a key; allowed: a word");
            return;
        }
        Entry first = entries.putIfAbsent(key.getValue(), new Entry(at, tuple.getValueNode()));
        if (first != null) {
            report.add(at(key.getValue()), at, "this key is on line " + first.line + " already; keep one of them");
        }
    }

    /** The section below a key; one that says nothing where the key is absent. */
    Section section(String key) {
        Entry entry = look(key);
        return new Section(at(key), entry == null ? null : entry.value, report);
    }

    /** Whether something else is where the mapping should be; the report has it already. */
    boolean isNoMapping() {
        return noMapping;
    }

    /** Whether the file has this key. */
    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Text that must be there. */
    String required(String key, String allowed, Pattern pattern) {
        if (look(key) == null) {
            report.add(at(key), line, "is missing; allowed: " + allowed);
        }
        return value(key, "", allowed, text -> pattern.matcher(text).matches() ? text : null);
    }

    /** Text with a default. */
    String text(String key, String absent, String allowed, Pattern pattern) {
        return value(key, absent, allowed, text -> pattern.matcher(text).matches() ? text : null);
    }

    /** Text that may be left out. */
    @Nullable
    String optional(String key, String allowed, Pattern pattern) {
        String text = text(key, "", allowed, pattern);
        return text.isEmpty() ? null : text;
    }

    /** A whole number within bounds. */
    int integer(String key, int absent, int least, int most) {
        String allowed = "a whole number from %d to %d".formatted(least, most);
        return value(key, absent, allowed, text -> {
            if (!text.matches("[+-]?\\d{1,10}")) {
                return null;
            }
            long number = Long.parseLong(text);
            return number < least || number > most ? null : (int) number;
        });
    }

    /** Yes or no, as {@code true} or {@code false}. */
    boolean flag(String key, boolean absent) {
        return value(key, absent, "true or false", text -> switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        });
    }

    /** A span of time within bounds. */
    Duration duration(String key, Duration absent, Duration least, Duration most) {
        String allowed =
                "%s, from %s to %s".formatted(DurationParser.EXPECTED, UnitText.text(least), UnitText.text(most));
        return value(key, absent, allowed, text -> within(DurationParser.parse(text), least, most));
    }

    /** An amount of bytes within bounds. */
    Size size(String key, Size absent, Size least, Size most) {
        String allowed = "a number and one of %s, from %s to %s, for example %s"
                .formatted(UnitText.SIZE_UNITS, least, most, absent);
        return value(key, absent, allowed, text -> within(UnitText.size(text), least, most));
    }

    /** One of the constants of an enum, in lower case. */
    <E extends Enum<E>> E choice(String key, E absent) {
        E[] constants = absent.getDeclaringClass().getEnumConstants();
        String allowed = Arrays.stream(constants).map(Section::word).collect(Collectors.joining(", "));
        return value(key, absent, allowed, text -> Arrays.stream(constants)
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElse(null));
    }

    /**
     * Keys that are passed through unchanged.
     *
     * @param owner for a key that may not be passed through, what to do instead; else null
     */
    Map<String, String> passedThrough(String key, Function<String, @Nullable String> owner) {
        Section section = section(key);
        var all = new LinkedHashMap<String, String>();
        for (String each : section.entries.keySet()) {
            String instead = owner.apply(each);
            if (instead != null) {
                section.problem(each, "may not be set here; " + instead);
            }
            all.put(each, section.value(each, "", "one value; dotted keys are written out in full", text -> text));
        }
        return all;
    }

    /** Something wrong with a key that only the reader of the whole section can see. */
    void problem(String key, String message) {
        Entry entry = entries.get(key);
        report.add(at(key), entry == null ? line : entry.line, message);
    }

    /** To be called when all keys were read: what is left is unknown. */
    void finish() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                report.addUnknown(entry.line, path, key, known);
            }
        });
    }

    private <T> T value(String key, T absent, String allowed, Function<String, @Nullable T> parse) {
        Entry entry = look(key);
        if (entry == null) {
            return absent;
        }
        if (!(entry.value instanceof ScalarNode scalar)) {
            problem(key, "found " + kind(entry.value) + "; allowed: " + allowed);
            return absent;
        }
        if (isNull(scalar)) {
            problem(key, "has no value; allowed: " + allowed + "; or leave the key out");
            return absent;
        }
        String text = report.substitute(at(key), entry.line, scalar.getValue());
        if (text == null) {
            return absent;
        }
        T value = parse.apply(text);
        if (value == null) {
            // As it is in the file: what a variable holds may be a secret.
            String shown = Secret.isSecretKey(key) ? "a value that is not shown" : "\"" + scalar.getValue() + "\"";
            problem(key, "found " + shown + "; allowed: " + allowed);
            return absent;
        }
        return value;
    }

    private @Nullable Entry look(String key) {
        known.add(key);
        report.know(at(key));
        return entries.get(key);
    }

    private String at(String key) {
        return Report.path(path, key);
    }

    private static <T extends Comparable<T>> @Nullable T within(@Nullable T value, T least, T most) {
        return value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0 ? null : value;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    private static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "keys with values";
        }
        return node instanceof SequenceNode ? "a list" : "a single value";
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
