package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.config.CatalogConfig;
import io.tidemark.config.Secret;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.ops.cluster.Launch;
import io.tidemark.ops.cluster.Parts;
import io.tidemark.ops.cluster.PostgresProcess;
import io.tidemark.ops.cluster.S3Process;
import io.tidemark.ops.cluster.Started;
import io.tidemark.ops.traffic.Message;
import io.tidemark.ops.traffic.Traffic;
import io.tidemark.ops.traffic.TrafficSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake with its catalog in PostgreSQL and its files on S3, read by all engines as the pages in {@code sql/connect} say. */
class EnginesOnS3IT {
    private static final Instant BEGIN = Instant.parse("2026-01-04T20:00:00Z");
    private static final int HALF = 1_000;
    private static final String WAREHOUSE = "s3a://lake/wh";
    private static final String SECTION = "PostgreSQL and S3";

    @TempDir
    private Path directory;

    private final Started started = new Started();
    private final Path logs = Parts.logs(getClass());

    @AfterEach
    void stop() throws Exception {
        started.close();
    }

    @Test
    void tablesOfAClusterAreReadTheSameNowAndAsOfAMark() throws Exception {
        Engines engines = Engines.required();
        assumeThat(PostgresProcess.installed())
                .as("PostgreSQL is not installed (Debian: postgresql): not run")
                .isPresent();
        S3Process s3 = started.with(S3Process.start(Parts.s3Proxy(), directory, logs, List.of("lake")));
        PostgresProcess postgres =
                started.with(PostgresProcess.start(PostgresProcess.installed().orElseThrow(), directory, logs));
        FilledLake lake = new FilledLake(directory.resolve("pipeline"), config(s3, postgres));
        Iterator<Message> traffic = new Traffic(TrafficSettings.of(
                11, 2 * HALF, BEGIN.toEpochMilli(), Duration.ofHours(8).toMillis()));
        lake.take(traffic, HALF);
        lake.mark("half", BEGIN);
        lake.take(traffic, HALF);

        Map<String, String> places = Map.of(
                "CATALOG_URL", postgres.url(),
                "CATALOG_USER", PostgresProcess.USER,
                "CATALOG_PASSWORD", PostgresProcess.PASSWORD,
                "WAREHOUSE", WAREHOUSE,
                "S3_ENDPOINT", s3.endpoint(),
                "S3_ACCESS_KEY", S3Process.ACCESS_KEY,
                "S3_SECRET_KEY", S3Process.SECRET_KEY);
        List<Engine> all = new ArrayList<>();
        all.add(started.with(FlinkEngine.open(lake.config())));
        String settings = ConnectPage.read("spark.md").block(SECTION, "properties", places);
        all.add(started.with(SparkEngine.start(engines, directory, logs, settings, List.of())));
        if (engines.hasTrino()) {
            String catalog = ConnectPage.read("trino.md").block(SECTION, "properties", places);
            Map<String, String> secrets =
                    Map.of("LAKE_PASSWORD", PostgresProcess.PASSWORD, "LAKE_SECRET_KEY", S3Process.SECRET_KEY);
            all.add(started.with(TrinoEngine.start(engines, directory.resolve("trino"), logs, catalog, secrets)));
        }
        Reply events = sameOfAll(all, engine -> "SELECT uuid, event_time, amplitude_id FROM events ORDER BY uuid");
        Reply marked = sameOfAll(all, engine -> ConnectPage.read(engine.dialect() + ".md")
                .statements("As of a mark", places)
                .get(1));
        assertThat(marked.rows().get(0).get(0)).isEqualTo((long) events.rows().size());
        assertThat((Long) marked.rows().get(0).get(1)).isBetween(HALF / 2L, (long) HALF);
        assertThat(flinksOwnClient(places)).isEqualTo("[[" + events.rows().size() + "]]");
    }

    private static Reply sameOfAll(List<Engine> all, Function<Engine, String> statement) {
        Reply first = all.get(0).ask(statement.apply(all.get(0)));
        for (Engine engine : all) {
            assertThat(first.difference(engine.ask(statement.apply(engine))))
                    .as(engine.name())
                    .isEmpty();
        }
        return first;
    }

    /** The page's script in a process of its own, for it is told of S3 by a file that Flink reads at its start. */
    private String flinksOwnClient(Map<String, String> places) throws Exception {
        ConnectPage page = ConnectPage.read("flink.md");
        Path conf = Files.createDirectories(directory.resolve("flink-conf"));
        Files.writeString(conf.resolve("config.yaml"), page.block(SECTION, "yaml", places));
        Path script = Files.writeString(
                directory.resolve("script.sql"), String.join("\n\n", page.statements(SECTION, places)));
        Launch client = Launch.java(
                        "flink-client",
                        List.of(
                                "-Xmx1g",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--add-opens=java.base/java.util=ALL-UNNAMED"),
                        System.getProperty("java.class.path"),
                        List.of(FlinkClient.class.getName(), script.toString()),
                        logs)
                .with(Map.of("FLINK_CONF_DIR", conf.toString()));
        client.run();
        return client.lastLines().lines().reduce((first, second) -> second).orElseThrow();
    }

    private TidemarkConfig config(S3Process s3, PostgresProcess postgres) {
        TidemarkConfig local = DirectoryLake.config(directory.resolve("pipeline"));
        CatalogConfig catalog = new CatalogConfig(
                CatalogConfig.Type.JDBC,
                "tidemark",
                postgres.url(),
                PostgresProcess.USER,
                new Secret(PostgresProcess.PASSWORD),
                WAREHOUSE,
                "tidemark",
                Map.of(),
                s3.s3aSettings());
        return new TidemarkConfig(
                local.environment(),
                local.kafka(),
                catalog,
                local.identity(),
                local.intake(),
                local.job(),
                local.tables(),
                local.marks(),
                local.questions(),
                local.collector());
    }
}
