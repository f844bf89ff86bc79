package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogSettingsTest {
    @TempDir
    private Path directory;

    private static CatalogSettings settings(CatalogType type, CatalogAccess access, Warehouse warehouse) {
        return new CatalogSettings(type, "prod", "analytics", access, warehouse, Map.of("clients", "5"));
    }

    private static final Warehouse BUCKET =
            new Warehouse("s3a://lake/wh", Map.of("fs.s3a.secret.key", "open-sesame", "fs.s3a.endpoint", "here"));

    @Test
    void aJdbcCatalogIsAskedWithItsUser() {
        CatalogSettings settings = settings(
                CatalogType.JDBC, new CatalogAccess("jdbc:postgresql://db/lake", "ann", "open-sesame"), BUCKET);
        assertThat(settings.catalogProperties())
                .isEqualTo(Map.of(
                        "type", "jdbc",
                        "uri", "jdbc:postgresql://db/lake",
                        "warehouse", "s3a://lake/wh",
                        "jdbc.schema-version", "V1",
                        "jdbc.user", "ann",
                        "jdbc.password", "open-sesame",
                        "clients", "5"));
        assertThat(settings.hadoopConfiguration().get("fs.s3a.endpoint")).isEqualTo("here");
    }

    @Test
    void aRestCatalogIsAskedWithACredentialOrAToken() {
        Warehouse none = new Warehouse(null, Map.of());
        assertThat(settings(CatalogType.REST, new CatalogAccess("https://c", "id", "s"), none)
                        .catalogProperties())
                .isEqualTo(Map.of("type", "rest", "uri", "https://c", "credential", "id:s", "clients", "5"));
        assertThat(settings(CatalogType.REST, new CatalogAccess("https://c", null, "t"), none)
                        .catalogProperties())
                .isEqualTo(Map.of("type", "rest", "uri", "https://c", "token", "t", "clients", "5"));
    }

    @Test
    void theFileOfALocalCatalogIsTheOneOfItsPathWhateverSignsAreInIt() throws Exception {
        for (String name : List.of("plain", "a?b", "a?cache_size=1&b", "a?%3F#%b", "a?mode=memory", "file:a", "é 漢?")) {
            Path file = Files.createDirectory(directory.resolve(name)).resolve("catalog.db");
            String uri = String.valueOf(
                    CatalogSettings.local(file, directory).access().uri());
            JdbcDrivers.register();
            try (Connection connection = DriverManager.getConnection(uri);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (n INTEGER)");
            }
            assertThat(file).isNotEmptyFile();
            assertThat(SqliteFile.at(uri)).contains(new SqliteFile(file));
        }
    }

    @Test
    void theFileThatAnAddressNamesIsFoundWithoutItsOptions() {
        assertThat(SqliteFile.at("jdbc:sqlite:/a/c.db?cache_size=1")).contains(new SqliteFile(Path.of("/a/c.db")));
        assertThat(SqliteFile.at("jdbc:sqlite:file:/a%3Fb/c%zz.db?cache=shared"))
                .contains(new SqliteFile(Path.of("/a?b/c%zz.db")));
        assertThat(SqliteFile.at("jdbc:sqlite:file:///a/c.db")).contains(new SqliteFile(Path.of("/a/c.db")));
        assertThat(SqliteFile.at("jdbc:postgresql://db/lake")).isEmpty();
    }

    @Test
    void noTextHoldsASecret() {
        CatalogSettings settings = new CatalogSettings(
                CatalogType.JDBC,
                "prod",
                "analytics",
                new CatalogAccess(
                        "jdbc:postgresql://ann:open-sesame@db/lake?ssl=on&password=open-sesame", "ann", "open-sesame"),
                BUCKET,
                Map.of("jdbc.password", "open-sesame"));
        assertThat(settings.toString() + settings.access() + settings.warehouse() + settings.place())
                .doesNotContain("open-sesame")
                .contains("jdbc:postgresql://ann:***@db/lake?ssl=on&password=***")
                .contains("fs.s3a.secret.key")
                .contains("password=***");
    }

    @Test
    void aLocalWarehouseDoesNotDependOnWhereTheCommandStarts() {
        assertThat(new Warehouse("lake/../wh", Map.of()).location())
                .isEqualTo(Path.of("wh").toAbsolutePath().toString());
        assertThat(new Warehouse("file:/lake/wh", Map.of()).location()).isEqualTo("file:/lake/wh");
        assertThat(BUCKET.location()).isEqualTo("s3a://lake/wh");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "JDBC, -, /wh, a jdbc catalog needs a uri that begins jdbc:",
                "JDBC, https://c, /wh, a jdbc catalog needs a uri that begins jdbc:",
                "JDBC, jdbc:sqlite:/c, -, a jdbc catalog needs a warehouse",
                "REST, -, -, a rest catalog needs a uri",
                "HADOOP, -, -, a hadoop catalog needs a warehouse",
            })
    void whatIsMissingIsSaid(CatalogType type, String uri, String warehouse, String message) {
        assertThatThrownBy(() -> settings(type, new CatalogAccess(uri, null, null), new Warehouse(warehouse, Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
