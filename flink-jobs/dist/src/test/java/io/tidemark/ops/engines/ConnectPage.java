package io.tidemark.ops.engines;

import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of {@code sql/connect}: its code blocks, by the section that they stand in.
 *
 * @param name the page's file
 * @param blocks its blocks, from top to bottom
 */
record ConnectPage(String name, List<Block> blocks) {
    private static final Path PAGES = Checkout.path("sql/connect");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z0-9_]+)}");

    /**
     * A block of code.
     *
     * @param section the title over it
     * @param language what its fence says
     */
    record Block(String section, String language, String text) {}

    /** Reads a page. */
    static ConnectPage read(String name) {
        try {
            return parse(name, Files.readString(PAGES.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the page " + name, e);
        }
    }

    /** Takes a page apart. */
    static ConnectPage parse(String name, String text) {
        List<Block> blocks = new ArrayList<>();
        String section = "";
        String language = "";
        StringBuilder block = null;
        for (String line : text.split("\n")) {
            if (line.startsWith("```")) {
                if (block == null) {
                    language = line.substring(3).strip();
                    block = new StringBuilder();
                } else {
                    blocks.add(new Block(section, language, block.toString()));
                    block = null;
                }
            } else if (block != null) {
                block.append(line).append('\n');
            } else if (line.startsWith("## ")) {
                section = line.substring(3).strip();
            }
        }
        return new ConnectPage(name, List.copyOf(blocks));
    }

    /**
     * The one block of a language in a section, filled in.
     *
     * @param values what {@code ${NAME}} stands for; {@code ${ENV:NAME}} is left to Trino
     * @throws IllegalStateException if there is no such block, more than one, or a placeholder without a value
     */
    String block(String section, String language, Map<String, String> values) {
        List<Block> found = blocks.stream()
                .filter(block ->
                        block.section().equals(section) && block.language().equals(language))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(name + " has " + found.size() + " blocks of " + language + " under '"
                    + section + "', and is to have one");
        }
        return fill(found.get(0).text(), values);
    }

    /** The statements of a section, each filled in and without the semicolon at its end. */
    List<String> statements(String section, Map<String, String> values) {
        return blocks.stream()
                .filter(block ->
                        block.section().equals(section) && block.language().equals("sql"))
                .flatMap(block -> Pattern.compile(";\\s*(\n|$)").splitAsStream(fill(block.text(), values)))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String fill(String text, Map<String, String> values) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                throw new IllegalStateException(
                        name + " has a place for " + matcher.group(1) + ", and there is none of " + values.keySet());
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
