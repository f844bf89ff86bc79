package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.checkout.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code deploy/config}, and what the configuration is without them. */
class ShippedConfigTest {
    private static final Path FOLDER = Checkout.path("deploy/config");
    private static final Map<String, String> ENVIRONMENT = Map.of("TIDEMARK_CATALOG_PASSWORD", "hunter2");

    @TempDir
    private Path directory;

    @Test
    void referenceEqualsTheDefaults() {
        var catalog = new CatalogConfig(
                CatalogConfig.Type.JDBC,
                "tidemark",
                "jdbc:postgresql://localhost:5432/tidemark",
                "tidemark",
                new Secret("hunter2"),
                "s3a://lake/warehouse",
                "tidemark",
                Map.of(),
                Map.of());
        assertThat(reference())
                .isEqualTo(new TidemarkConfig(
                        "development",
                        KafkaConfig.at("localhost:9092"),
                        catalog,
                        IdentityConfig.defaults(),
                        IntakeConfig.defaults(),
                        JobConfig.checkpointingTo("s3://flink/checkpoints"),
                        TablesConfig.defaults(),
                        MarksConfig.defaults(),
                        QuestionsConfig.defaults(),
                        CollectorConfig.defaults()));
    }

    /** As an editor on Windows saves it. */
    @Test
    void aByteOrderMarkAndLineEndsOfWindowsChangeNothing() throws IOException {
        String text = Files.readString(FOLDER.resolve("reference.yaml"));

        assertThat(ConfigFile.parse("a file", "\uFEFF" + text.replace("\n", "\r\n"), ENVIRONMENT))
                .isEqualTo(reference());
    }

    @Test
    void leavingOutEveryKeyThatMayBeLeftOutChangesNothing() throws IOException {
        String least = """
                kafka: {bootstrap-servers: 'localhost:9092'}
                catalog:
                  type: jdbc
                  uri: jdbc:postgresql://localhost:5432/tidemark
                  user: tidemark
                  password: hunter2
                  warehouse: s3a://lake/warehouse
                job: {checkpoint-dir: 's3://flink/checkpoints'}
                """;
        assertThat(ConfigFile.parse("least", least, Map.of())).isEqualTo(reference());
    }

    @Test
    void referenceHasEveryKey() throws IOException {
        String text = Files.readString(FOLDER.resolve("reference.yaml"));
        var missing = new TreeSet<String>();
        for (String key : ConfigFile.keys()) {
            String word = key.substring(key.lastIndexOf('.') + 1);
            if (!text.matches("(?s).*\\n *" + word + ":.*")) {
                missing.add(key);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(ConfigFile.keys()).hasSizeGreaterThan(35);
    }

    @Test
    void minimalIsTheDefaultsOnThisMachine() {
        var config = ConfigFile.read(FOLDER.resolve("minimal.yaml"), Map.of());
        assertThat(config.job()).isEqualTo(JobConfig.checkpointingTo("file:///var/lib/tidemark/checkpoints"));
        assertThat(config.catalog())
                .isEqualTo(
                        CatalogConfig.jdbc("jdbc:sqlite:/var/lib/tidemark/catalog.db", "/var/lib/tidemark/warehouse"));
    }

    @Test
    void defaultsAreThoseOfTheSpecification() {
        assertThat(IntakeConfig.defaults())
                .isEqualTo(new IntakeConfig(
                        Duration.ofDays(7),
                        new Size(1_048_576),
                        new ThrottleConfig(30, Duration.ofSeconds(30), 500_000)));
        assertThat(IdentityConfig.defaults())
                .isEqualTo(new IdentityConfig(IdentityConfig.Scope.ORGANISATION, "default", 5));
        assertThat(TablesConfig.defaults())
                .isEqualTo(new TablesConfig("day(server_upload_time)", 1, new Size(134_217_728), 100));
        assertThat(MarksConfig.defaults())
                .isEqualTo(new MarksConfig(
                        Duration.ofHours(1),
                        Duration.ofDays(7),
                        Duration.ofDays(35),
                        Duration.ofHours(48),
                        Duration.ofDays(7)));
    }

    @Test
    void passwordsAreNotPrinted() {
        String yaml = """
                kafka:
                  bootstrap-servers: k:9092
                  properties:
                    sasl.jaas.config: 'login required password="hunter2";'
                    ssl.keystore.password: hunter2
                    security.protocol: SASL_SSL
                catalog:
                  type: jdbc
                  uri: jdbc:postgresql://me:hunter2@db/tidemark?password=hunter2&ssl=true
                  user: me
                  password: hunter2
                  warehouse: s3a://lake/w
                  storage: {fs.s3a.secret.key: hunter2, fs.s3a.access.key: hunter2, fs.s3a.endpoint: 'http://s3'}
                job:
                  checkpoint-dir: s3://flink/c
                  flink: {s3.secret-key: hunter2, s3.access-key: hunter2}
                """;
        var config = ConfigFile.parse("secrets", yaml, Map.of());
        assertThat(config.toString())
                .doesNotContain("hunter2")
                .contains("password=***", "security.protocol=SASL_SSL", "fs.s3a.endpoint=http://s3", "ssl=true");
        assertThat(config.catalog().password()).isEqualTo(new Secret("hunter2"));
    }

    @Test
    void variablesStandAnywhereInAValueAndAreNotReadTwice() {
        String yaml = """
                environment: ${STAGE}-eu
                kafka: {bootstrap-servers: 'k:1', properties: {sasl.jaas.config: 'p="$${X}${SECRET}"'}}
                catalog: {type: hadoop, warehouse: /w}
                job: {checkpoint-dir: cluster, parallelism: "${CORES}"}
                """;
        var config = ConfigFile.parse("v", yaml, Map.of("STAGE", "test", "SECRET", "a${STAGE}b", "CORES", "4"));
        assertThat(config.environment()).isEqualTo("test-eu");
        assertThat(config.kafka().properties()).containsEntry("sasl.jaas.config", "p=\"${X}a${STAGE}b\"");
        assertThat(config.job().parallelism()).isEqualTo(4);
        assertThat(config.job().checkpointDir()).isNull();
    }

    @Test
    void unreadableFilesAreOneClearProblem() throws IOException {
        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("no.yaml"), Map.of()))
                .isInstanceOf(ConfigurationProblems.class)
                .hasMessageContaining("no.yaml")
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> ConfigFile.read(directory, Map.of())).hasMessageContaining("it is a directory");
        Path latin = Files.write(directory.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9});
        assertThatThrownBy(() -> ConfigFile.read(latin, Map.of())).hasMessageContaining("UTF-8");
    }

    @Test
    void whatTheJobCarriesIsSerializable() throws IOException {
        try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(IntakeConfig.defaults());
            out.writeObject(IdentityConfig.defaults());
        }
    }

    private static TidemarkConfig reference() {
        return ConfigFile.read(FOLDER.resolve("reference.yaml"), ENVIRONMENT);
    }
}
