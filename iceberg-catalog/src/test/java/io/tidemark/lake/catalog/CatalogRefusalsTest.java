package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which settings make no catalog, what each kind of catalog is given, and how patient the storage is. */
class CatalogRefusalsTest {
    private static CatalogSettings settings(
            CatalogType type, String name, String namespace, @Nullable String uri, @Nullable String warehouse) {
        return new CatalogSettings(
                type,
                name,
                namespace,
                new CatalogAccess(uri, null, null),
                new Warehouse(warehouse, Map.of()),
                Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "JDBC   | ' ' | ns  | jdbc:x    | /wh | a catalog needs a name",
                "REST   | c   | ' ' | https://c | -   | a catalog needs a namespace for the tables",
                "JDBC   | c   | ns  | -         | /wh | a jdbc catalog needs a uri that begins jdbc:",
                "JDBC   | c   | ns  | ' '       | /wh | a jdbc catalog needs a uri that begins jdbc:",
                "JDBC   | c   | ns  | https://c | /wh | a jdbc catalog needs a uri that begins jdbc:",
                "JDBC   | c   | ns  | jdbc:x    | -   | a jdbc catalog needs a warehouse",
                "REST   | c   | ns  | -         | /wh | a rest catalog needs a uri",
                "REST   | c   | ns  | ' '       | /wh | a rest catalog needs a uri",
                "HADOOP | c   | ns  | -         | -   | a hadoop catalog needs a warehouse",
            })
    void settingsThatAreIncompleteAreRefusedWithWhatTheyLack(
            CatalogType type, String name, String namespace, String uri, String warehouse, String lack) {
        assertThatThrownBy(() -> settings(type, name, namespace, uri, warehouse))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Catalog settings are incomplete: " + lack);
    }

    @Test
    void whatEachKindNeedsIsEnough() {
        assertThat(settings(CatalogType.JDBC, "c", "ns", "jdbc:x", "/wh").place())
                .isEqualTo("'c' (jdbc:x)");
        assertThat(settings(CatalogType.REST, "c", "ns", "https://c", null).place())
                .isEqualTo("'c' (https://c)");
        assertThat(settings(CatalogType.HADOOP, "c", "ns", null, "/wh").place()).isEqualTo("'c' (/wh)");
        assertThat(settings(CatalogType.HADOOP, "c", "ns", null, "/wh").catalogProperties())
                .isEqualTo(Map.of("type", "hadoop", "warehouse", "/wh"));
    }

    @Test
    void aUserWithoutASecretIsACredentialWithNothingBehindItsColon() {
        CatalogSettings rest = new CatalogSettings(
                CatalogType.REST,
                "c",
                "ns",
                new CatalogAccess("https://c", "id", null),
                new Warehouse(null, Map.of()),
                Map.of());
        assertThat(rest.catalogProperties()).containsEntry("credential", "id:").doesNotContainKey("token");
    }

    @Test
    void whatSomebodySaysExpresslyWins() {
        CatalogSettings settings = new CatalogSettings(
                CatalogType.JDBC,
                "c",
                "ns",
                new CatalogAccess("jdbc:x", null, null),
                new Warehouse("/wh", Map.of("fs.s3a.retry.limit", "9")),
                Map.of("jdbc.schema-version", "V0"));
        assertThat(settings.catalogProperties())
                .containsEntry("jdbc.schema-version", "V0")
                .doesNotContainKeys("jdbc.user", "jdbc.password");
        assertThat(settings.hadoopConfiguration().get("fs.s3a.retry.limit")).isEqualTo("9");
    }

    @Test
    void aWarehouseOfThisMachineIsAnAbsolutePathAndAnyOtherStaysAsItIs() {
        Path here = Path.of("").toAbsolutePath();
        assertThat(new Warehouse("lake", Map.of()).location())
                .isEqualTo(here.resolve("lake").toString());
        assertThat(new Warehouse("/a/../b", Map.of()).location()).isEqualTo("/b");
        assertThat(new Warehouse("s3a://b/../c", Map.of()).location()).isEqualTo("s3a://b/../c");
        assertThat(new Warehouse("file:///x/./y", Map.of()).location()).isEqualTo("file:///x/./y");
        assertThat(new Warehouse(null, Map.of()).place()).isEqualTo("(chosen by the catalog)");
    }

    @Test
    void theStorageGivesUpSoonerThanHadoopWould() {
        Configuration patience = StorageDefaults.configuration();
        Map.of(
                        "fs.s3a.retry.limit", "3",
                        "fs.s3a.retry.interval", "500ms",
                        "fs.s3a.attempts.maximum", "2",
                        "fs.s3a.connection.establish.timeout", "15s",
                        "fs.file.impl", PlainLocalFileSystem.class.getName())
                .forEach((key, value) -> assertThat(patience.get(key)).as(key).isEqualTo(value));
        assertThat(new Configuration().get("fs.s3a.retry.limit"))
                .as("Hadoop's own")
                .isNotEqualTo("3");
    }

    @Test
    void aPlanIsKnownByItsStepsAndTheirOrder() {
        String hash = PlanHash.of(List.of("one", "two"));
        assertThat(hash).matches("[0-9a-f]{12}").isEqualTo(PlanHash.of(List.of("one", "two")));
        assertThat(PlanHash.of(List.of("two", "one"))).isNotEqualTo(hash);
        assertThat(PlanHash.of(List.of("onetwo"))).isNotEqualTo(hash);
        assertThat(PlanHash.of(List.of("one", "two", ""))).isNotEqualTo(hash);
        assertThat(PlanHash.of(List.of())).matches("[0-9a-f]{12}");
    }

    private static Map<String, String> guarded(String... more) {
        Map<String, String> all = new HashMap<>(Map.of("guard.environment", "test"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void theGuardedCatalogIsNamedByItsTypeOrByItsClassAndNotByBoth() {
        assertThat(GuardProperties.parse(guarded("guard.base.catalog-impl", "a.B", "warehouse", "/wh"))
                        .base())
                .isEqualTo(Map.of("catalog-impl", "a.B", "warehouse", "/wh"));
        assertThatThrownBy(() ->
                        GuardProperties.parse(guarded("guard.base.catalog-impl", "a.B", "guard.base.type", "jdbc")))
                .hasMessageContaining("one of the properties guard.base.type");
        assertThat(GuardProperties.parse(guarded("guard.base.type", "Hadoop")).base())
                .as("only a jdbc catalog has a version of its schema")
                .isEqualTo(Map.of("type", "hadoop"));
        assertThat(GuardProperties.parse(guarded("guard.base.type", "jdbc", "jdbc.schema-version", "V0"))
                        .base())
                .containsEntry("jdbc.schema-version", "V0");
    }

    @Test
    void anEnvironmentWithoutANameIsNone() {
        assertThatThrownBy(() -> GuardProperties.parse(guarded("guard.environment", "  ", "guard.base.type", "jdbc")))
                .hasMessageContaining("needs the property guard.environment");
    }

    @Test
    void theTrashLiesWhereItIsSaid() {
        assertThat(GuardProperties.limits(guarded("guard.trash-namespace", "bin.deep"))
                        .trash())
                .isEqualTo("bin.deep");
        assertThat(GuardProperties.limits(guarded()).trash()).isEqualTo("tidemark_trash");
    }

    @ParameterizedTest
    @CsvSource({"7", "7w", "-1h", "1.5h", "h", "''", "7dd", "7  d"})
    void aSpanOfTimeIsAWholeNumberAndAUnit(String text) {
        assertThatThrownBy(() -> GuardProperties.limits(guarded("guard.trash-for", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("guard.trash-for is '" + text + "'");
    }
}
