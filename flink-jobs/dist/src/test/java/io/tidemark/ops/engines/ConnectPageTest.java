package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages are taken apart as a reader does it, and name the versions that are fetched and built with. */
class ConnectPageTest {
    private static final Path SQL = Checkout.path("sql");
    private static final Pattern COORDINATES =
            Pattern.compile("([\\w.-]+):([\\w.-]+):([0-9][\\w.-]*[0-9])(?=[\\s,;`)]|$)", Pattern.MULTILINE);
    private static final ConnectPage PAGE = ConnectPage.parse("a.md", """
            # A
            ## One
            ```properties
            url=${URL}
            secret=${ENV:SECRET}
            ```
            ```sql
            SELECT 1;
            ```
            ## Two
            ```sql
            SELECT ';' AS a,
              2;

            SELECT 3;
            ```
            """);

    @Test
    void blockIsFoundByItsSectionAndLanguageAndFilledIn() {
        assertThat(PAGE.block("One", "properties", Map.of("URL", "$1"))).isEqualTo("url=$1\nsecret=${ENV:SECRET}\n");
        assertThat(PAGE.statements("Two", Map.of())).containsExactly("SELECT ';' AS a,\n  2", "SELECT 3");
        assertThatThrownBy(() -> PAGE.block("Two", "properties", Map.of())).hasMessageContaining("0 blocks");
        assertThatThrownBy(() -> PAGE.block("One", "properties", Map.of())).hasMessageContaining("a place for URL");
    }

    @Test
    void everyPageHasItsBlocksClosed() throws IOException {
        try (Stream<Path> pages = Files.list(SQL.resolve("connect"))) {
            assertThat(pages.toList()).hasSize(4).allSatisfy(page -> assertThat(Files.readAllLines(page))
                    .filteredOn(line -> line.startsWith("```"))
                    .satisfies(fences -> assertThat(fences.size() % 2).isZero()));
        }
    }

    @Test
    void enginesAreFetchedWithTheVersionsThatTidemarkIsBuiltWith() throws IOException {
        String fetched = Files.readString(SQL.resolve("engines/pom.xml"));
        String built = Files.readString(Checkout.path("pom.xml"));
        for (String name : List.of("iceberg.version", "sqlite.version", "postgresql.version")) {
            assertThat(version(fetched, name)).as(name).isEqualTo(version(built, name));
        }
    }

    @Test
    void pagesNameTheVersionsThatAreFetched() throws IOException {
        String fetched = Files.readString(SQL.resolve("engines/pom.xml"));
        Map<String, String> versions = Map.of(
                "org.apache.iceberg", version(fetched, "iceberg.version"),
                "org.xerial", version(fetched, "sqlite.version"),
                "org.postgresql", version(fetched, "postgresql.version"),
                "io.trino", version(fetched, "trino.version"));
        int named = 0;
        for (String page : List.of("trino.md", "spark.md", "jdbc.md")) {
            for (MatchResult found : COORDINATES
                    .matcher(Files.readString(SQL.resolve("connect").resolve(page)))
                    .results()
                    .toList()) {
                assertThat(found.group(3)).as("%s in %s", found.group(), page).isEqualTo(versions.get(found.group(1)));
                named++;
            }
        }
        assertThat(named).isGreaterThan(4);
        assertThat(Files.readString(SQL.resolve("connect/trino.md"))).contains("Trino " + versions.get("io.trino"));
        assertThat(Files.readString(SQL.resolve("connect/spark.md")))
                .contains("Spark " + version(fetched, "spark.version"));
    }

    private static String version(String pom, String name) {
        return Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<")
                .matcher(pom)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
