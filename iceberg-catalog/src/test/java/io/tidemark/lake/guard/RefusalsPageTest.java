package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RefusalsPageTest {
    private static final String HEAD = """
            # Refusals

            What Tidemark does not do because it would lose, double or change data. A command that is refused says so in one \
            sentence, says what to do instead, and ends with exit code 3; nothing was changed. The name is stable: it is in \
            the records of break-glass, and programs can rely on it.

            Words in braces are filled in. This page is made from `io.tidemark.lake.guard.RefusalCode`.

            | name | why | what to do |
            |---|---|---|
            """;

    private static String row(RefusalCode code) {
        return "| `" + code.word() + "` | " + cell(code.sentence()) + " | " + cell(code.remedy()) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("\n", " ").replace("|", "\\|");
    }

    private static String page() {
        return Arrays.stream(RefusalCode.values())
                .sorted(Comparator.comparing(RefusalCode::word))
                .map(RefusalsPageTest::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    @Test
    void thePageListsEveryRefusalAsItIs() throws IOException {
        Path page = Repository.root().resolve("deploy/refusals.md");
        String found = Files.exists(page) ? Files.readString(page) : "";
        String expected = page();
        assertThat(found.equals(expected))
                .as("deploy/refusals.md is not what the enum says; it should be:%n%s", expected.replace("%", "%%"))
                .isTrue();
    }
}
