package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code, comments, messages and pages use the field's terms: what is on this list does not come back. */
class WordsTest {
    private static final List<Word> WORDS = List.of(
            new Word("[Rr]eckon\\w*", "compute, estimate", Set.of()),
            // The comment of a column is written into tables; a hyphen makes it a part of a refusal's former name.
            new Word("(?<!-)[Aa]new", "again, recreate, recompute", Set.of("Draft.java", "Schemas.java", "sql/ddl")),
            new Word("[Pp]ass(es|ed|ing)? by", "skip, prune", Set.of()),
            new Word("[Ll]ies|[Ll]ie|[Ll]ay|[Ll]ain", "is, is stored, is written to", Set.of()),
            // The sentence of a dead letter is in the tables.
            new Word("[Ss]tands?(?!-ins?\\b)|[Ss]tood", "is, is at, means", Set.of("IdRules.java")),
            // What metrics say of themselves is recorded with their names.
            new Word("[Aa]sk(s|ed|ing)?", "query, run, read, call, request", Set.of("AuditMetrics.java")),
            // The same, and the key and the line of documents that are recorded.
            new Word(
                    "[Mm]oments?",
                    "time, snapshot, checkpoint, point in time",
                    Set.of("AuditMetrics.java", "StatusJson.java", "StatusDocument.java", "RestoreText.java")),
            new Word("[Dd]oors?", "guard, check, access", Set.of()),
            new Word(
                    "[Ww]hose (it|they|event it|people) (is|are)|[Ww]hose\\?",
                    "owner",
                    Set.of("Schemas.java", "sql/ddl")));

    /** Lists of what was called otherwise before. */
    private static final Set<String> HISTORIES = Set.of("CHANGELOG.md");

    /**
     * A word that is not to be used.
     *
     * @param regex the word, with its forms
     * @param instead the terms to choose from
     * @param except names of files, or of directories from the root, that may have it
     */
    private record Word(Pattern regex, String instead, Set<String> except) {
        Word(String regex, String instead, Set<String> except) {
            this(Pattern.compile("\\b(" + regex + ")\\b"), instead, except);
        }

        boolean isAllowedIn(Path file) {
            return except.stream().anyMatch(each -> file.endsWith(each) || file.startsWith(Checkout.path(each)));
        }
    }

    @Test
    void codeAndPagesUseTheTermsOfTheField() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> files = files();
        for (Path file : files) {
            String text = Files.readString(file);
            for (Word word : WORDS) {
                if (!word.isAllowedIn(file)) {
                    found.addAll(uses(word, file, text));
                }
            }
        }
        assertThat(files).as("main code, pages and SQL").hasSizeGreaterThan(500);
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// The sum is reckoned anew.",
                "/** Where the file lies. */",
                "\"The brokers were not asked\"",
                "-- A file that is passed by",
                "what stands in the table",
                "the moment of a commit",
                "The second door.",
                "and says whose it is"
            })
    void aSentenceInAnEnglishOfOurOwnIsFound(String sentence) {
        assertThat(WORDS)
                .anySatisfy(word ->
                        assertThat(word.regex().matcher(sentence).find()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "a task of a TaskManager",
        "tidemark_check_asked",
        "MOMENT(ms)",
        "the stand-in of a version, --stand-in 2=1",
        "earlier and earliest, a layer, a standalone cluster, an understanding",
        "a column whose name is free"
    })
    void whatOnlyLooksLikeItIsNot(String text) {
        assertThat(WORDS)
                .noneSatisfy(
                        word -> assertThat(word.regex().matcher(text).find()).isTrue());
    }

    private static List<String> uses(Word word, Path file, String text) {
        List<String> found = new ArrayList<>();
        Matcher use = word.regex().matcher(text);
        while (use.find()) {
            long line = text.substring(0, use.start()).lines().count();
            found.add(Checkout.path("").relativize(file) + ":" + Math.max(1, line) + " has '" + use.group()
                    + "'; use one of: " + word.instead());
        }
        return found;
    }

    private static List<Path> files() throws IOException {
        Path root = Checkout.path("");
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                boolean skipped = !directory.equals(root)
                        && (name.startsWith(".") || name.equals("target") || directory.endsWith("src/test"));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = String.valueOf(file.getFileName());
                boolean code = name.endsWith(".java") && file.toString().contains("/src/main/java/");
                boolean page = name.endsWith(".md") && !HISTORIES.contains(name);
                if (code || page || name.endsWith(".sql")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
