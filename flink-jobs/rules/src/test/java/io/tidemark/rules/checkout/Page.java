package io.tidemark.rules.checkout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, and what is code in it.
 *
 * @param path from the checkout's root
 * @param text in Markdown
 */
public record Page(Path path, String text) {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");
    private static final Pattern INDENTED = Pattern.compile("(?m)^ {4,}(.*)$");
    private static final Pattern TWICE_QUOTED = Pattern.compile("(?s)``.+?``");
    private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\s*(?:\\S*/)?tidemark ([^#\\n]*?)\\s*(?:\\s#.*)?$");
    private static final Pattern FRAGMENT = Pattern.compile("(?:\\./)?tidemark (.+)");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** A page of this checkout. */
    public static Page read(Path path) {
        try {
            return new Page(path, Files.readString(Checkout.path(path.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    /** What is between backticks, each on one line. */
    public List<String> inline() {
        return found(INLINE, prose())
                .map(code -> code.replaceAll("\\s+", " ").strip())
                .toList();
    }

    /** What of the code between backticks has this form. */
    public List<String> inline(Pattern form) {
        return inline().stream().flatMap(code -> whole(form, code)).distinct().toList();
    }

    /** Whole command lines of {@code tidemark}, without its name: those of code blocks, and {@code ./tidemark …}. */
    public List<String> commands() {
        Stream<String> blocks = Stream.concat(found(FENCED, text), found(INDENTED, prose()));
        Stream<String> lines = Stream.concat(blocks, inline().stream().filter(code -> code.startsWith("./")));
        return lines.flatMap(code -> found(COMMAND, code)).distinct().toList();
    }

    /** Beginnings of such lines between backticks, which may lack what a whole one needs. */
    public List<String> fragments() {
        return inline(FRAGMENT);
    }

    /** Where its links lead, those into the web apart. */
    public List<String> links() {
        return found(LINK, prose()).filter(link -> !link.startsWith("http")).toList();
    }

    /** The page or the path, from the checkout's root, that a link of this page leads to. */
    public Path target(String link) {
        String file = link.split("#", 2)[0];
        return file.isEmpty() ? path : path.resolveSibling(file).normalize();
    }

    /** The names by which links lead to its sections. */
    public Stream<String> anchors() {
        return found(HEADING, prose()).map(heading -> heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w -]", "")
                .replace(' ', '-'));
    }

    /** What of its text has this form, anywhere. */
    public List<String> all(Pattern form) {
        return found(form, text).toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private String prose() {
        return TWICE_QUOTED.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .map(String::strip)
                .distinct();
    }

    private static Stream<String> whole(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Stream.of(matcher.groupCount() == 0 ? text : matcher.group(1)) : Stream.of();
    }
}
