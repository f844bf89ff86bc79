package io.tidemark.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is found wrong while one file is read, and the environment that its values may name. */
final class Report {
    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;
    private final List<Found> found = new ArrayList<>();
    private final List<Unknown> unknown = new ArrayList<>();
    private final Set<String> known = new LinkedHashSet<>();

    private record Found(int line, Problem problem) {}

    private record Unknown(int line, String section, String key, List<String> siblings) {}

    Report(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Something wrong at a key; line 0: not known. */
    void add(String path, int line, String message) {
        found.add(new Found(line, new Problem(path, line == 0 ? message : "line " + line + ": " + message)));
    }

    /** A key that exists, wherever it may occur. */
    void know(String path) {
        known.add(path);
    }

    /** A key that does not exist in its section; said in full once all keys are known. */
    void addUnknown(int line, String section, String key, Set<String> siblings) {
        unknown.add(new Unknown(line, section, key, List.copyOf(siblings)));
    }

    /** Every key that exists, by its dotted path. */
    Set<String> knownKeys() {
        return known;
    }

    /** Everything that is wrong, in the order of the file. */
    List<Problem> problems() {
        unknown.forEach(key -> add(path(key.section, key.key), key.line, "no such key; " + advice(key)));
        unknown.clear();
        return found.stream()
                .sorted(Comparator.comparingInt(Found::line))
                .map(Found::problem)
                .toList();
    }

    /**
     * The text with each reference to the environment (a dollar and a name in braces) replaced by its value. A
     * second dollar in front makes it plain text. Null when a variable is missing, which is reported.
     */
    @Nullable
    String substitute(String path, int line, String text) {
        Matcher matcher = REFERENCE.matcher(text);
        var result = new StringBuilder();
        boolean complete = true;
        while (matcher.find()) {
            if (matcher.group().startsWith("$$")) {
                matcher.appendReplacement(
                        result, Matcher.quoteReplacement(matcher.group().substring(1)));
                continue;
            }
            String name = matcher.group(1);
            String value = environment.getOrDefault(name, "");
            if (!VARIABLE.matcher(name).matches()) {
                add(path, line, "${" + name + "} names no environment variable; allowed: letters, digits and _");
                complete = false;
            } else if (value.isEmpty()) {
                add(
                        path,
                        line,
                        "the environment variable " + name + " is not set or empty; set it, or write the value");
                complete = false;
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(result);
        return complete ? result.toString() : null;
    }

    /** The dotted path of a key in a section; the root section is empty. */
    static String path(String section, String key) {
        return section.isEmpty() ? key : section + "." + key;
    }

    private String advice(Unknown key) {
        String near = Spelling.nearest(key.key, key.siblings);
        if (near != null) {
            return "did you mean " + near + "?";
        }
        return known.stream()
                .filter(path -> path.endsWith("." + key.key))
                .findFirst()
                .map(path -> "did you mean " + path + "?")
                .orElse("allowed here: " + String.join(", ", key.siblings));
    }
}
