package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.GuardedCatalog;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.cluster.Parts;
import io.tidemark.ops.cluster.Started;
import io.tidemark.ops.traffic.Message;
import io.tidemark.ops.traffic.Traffic;
import io.tidemark.ops.traffic.TrafficSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A lake in a directory, read by all engines as the pages in {@code sql/connect} say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EnginesIT {
    private static final Instant BEGIN = Instant.parse("2026-01-04T20:00:00Z");
    private static final int HALF = 3_000;
    private static final String HERE = "A lake in a directory";
    private static final String GUARDED = "Behind the guard";
    private static final String OF_A_MARK = "As of a mark";

    private final Started started = new Started();
    private final List<Engine> all = new ArrayList<>();
    private final Iterator<Message> traffic = new Traffic(TrafficSettings.of(
            7, 3 * HALF, BEGIN.toEpochMilli(), Duration.ofHours(8).toMillis()));

    private FilledLake lake = FilledLake.local(Path.of("."));
    private Map<String, String> places = Map.of();
    private Path logs = Path.of(".");
    private Path scratch = Path.of(".");
    private Engines engines = new Engines(Path.of("."), null);

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        engines = Engines.required();
        logs = Parts.logs(getClass());
        scratch = directory.resolve("engines");
        // A space, as in many a home directory.
        lake = FilledLake.local(directory.resolve("my lake"));
        places = Map.of("LAKE", lake.directory().toString());
        lake.take(traffic, HALF);
        lake.mark("half", BEGIN);
        all.add(started.with(FlinkEngine.open(lake.config())));
        ConnectPage page = ConnectPage.read("spark.md");
        all.add(started.with(SparkEngine.start(
                engines,
                scratch,
                logs,
                page.block(HERE, "properties", places) + page.block(GUARDED, "properties", places),
                List.of(classes(GuardedCatalog.class)))));
        if (engines.hasTrino()) {
            String catalog = ConnectPage.read("trino.md").block(HERE, "properties", places);
            all.add(started.with(TrinoEngine.start(engines, scratch.resolve("trino"), logs, catalog, Map.of())));
        }
    }

    @AfterAll
    void stop() throws Exception {
        started.close();
    }

    private Reply askEach(String statement) {
        Reply first = all.get(0).ask(statement);
        for (Engine engine : all.subList(1, all.size())) {
            assertThat(first.difference(engine.ask(statement)))
                    .as("%s and %s, asked\n%s", all.get(0).name(), engine.name(), statement)
                    .isEmpty();
        }
        return first;
    }

    @Test
    @Order(1)
    void everyTableIsReadTheSameByAll() {
        long records = 0;
        for (LakeTable table : LakeTable.pipeline()) {
            long rows = count(askEach("SELECT COUNT(*) AS n FROM " + table.tableName()));
            records += List.of(LakeTable.IDENTITIES, LakeTable.MERGE_IDS).contains(table) ? 0 : rows;
        }
        assertThat(records).isEqualTo(HALF);
        assertThat(askEach("SELECT * FROM merge_ids ORDER BY amplitude_id").rows())
                .isNotEmpty();
        assertThat(askEach("SELECT uuid, amplitude_id, user_id, event_type, event_time, time_suspect, session_id,"
                                + " event_properties, server_received_time, kafka_partition, kafka_offset FROM events"
                                + " ORDER BY kafka_partition, kafka_offset")
                        .rows())
                .hasSizeGreaterThan(HALF / 2);
    }

    @Test
    @Order(2)
    void valuesOfEveryTypeAreTheSame() {
        Reply reply = askEach("SELECT SUM(CAST(kafka_offset AS DOUBLE)) / 7 AS a_double,"
                + " CAST(COUNT(*) AS DECIMAL(18, 4)) / 8 AS a_decimal, MIN(event_time) AS a_time,"
                + " CAST(MAX(event_time) AS DATE) AS a_date, MAX(time_suspect) AS a_boolean,"
                + " CAST(NULL AS INTEGER) AS nothing FROM events");
        assertThat(reply.rows().get(0))
                .extracting(value -> value == null ? "null" : value.getClass().getSimpleName())
                .containsExactly("Double", "BigDecimal", "Instant", "LocalDate", "Boolean", "null");
    }

    @Test
    @Order(3)
    void rowsThatAreCommittedMeanwhileAreSeenAndTheMarkStays() {
        Reply before = askEach("SELECT COUNT(*) AS n FROM events");
        lake.take(traffic, HALF);
        Reply after = askEach("SELECT COUNT(*) AS n FROM events");
        assertThat(count(after)).isGreaterThan(count(before));
        for (Engine engine : all) {
            ConnectPage page = ConnectPage.read(engine.dialect() + ".md");
            List<String> statements = page.statements(OF_A_MARK, places);
            assertThat(statements).as(page.name()).hasSize(3);
            List<Object> people = engine.ask(statements.get(0)).rows().get(0);
            assertThat(people.get(0)).as(engine.name()).isEqualTo(count(before));
            assertThat((Long) people.get(1)).as(engine.name()).isPositive();
            assertThat(engine.ask(statements.get(1)).rows())
                    .as(engine.name())
                    .isEqualTo(List.of(List.of(count(after), count(before))));
            assertThat(engine.ask(statements.get(2)).rows())
                    .as(engine.name())
                    .singleElement()
                    .satisfies(row -> assertThat(row.get(0)).isEqualTo("half"));
        }
    }

    @Test
    @Order(4)
    void allGiveTheSamePeopleAtTheMark() {
        List<Reply> replies = all.stream()
                .map(engine -> engine.ask(ConnectPage.read(engine.dialect() + ".md")
                        .statements(OF_A_MARK, places)
                        .get(0)))
                .toList();
        assertThat(replies).allSatisfy(reply -> assertThat(replies.get(0).difference(reply))
                .isEmpty());
    }

    @Test
    @Order(5)
    void markThatIsNotThereIsRefusedByAll() {
        Map<String, String> asOf = Map.of(
                "trino", "FOR VERSION AS OF 'never'",
                "spark", "VERSION AS OF 'never'",
                "flink", "/*+ OPTIONS('tag'='never') */");
        for (Engine engine : all) {
            assertThatThrownBy(() -> engine.ask("SELECT COUNT(*) FROM events " + asOf.get(engine.dialect())))
                    .as(engine.name())
                    .isInstanceOf(EngineFailure.class);
        }
    }

    @Test
    @Order(6)
    void trinoAsThePageSetsItUpChangesNothing() {
        requireTrino();
        Engine trino = all.get(2);
        for (String change : List.of(
                "DROP TABLE merge_ids",
                "DELETE FROM merge_ids",
                "CREATE TABLE mine (n BIGINT)",
                "ALTER TABLE merge_ids EXECUTE optimize")) {
            assertThatThrownBy(() -> trino.ask(change)).as(change).hasMessageContaining("Access Denied");
        }
    }

    @Test
    @Order(7)
    void sparkBehindTheGuardReadsAndIsRefusedEverythingElse() {
        Engine spark = all.get(1);
        String guarded =
                ConnectPage.read("spark.md").statements(GUARDED, places).get(0);
        assertThat(spark.ask(guarded).difference(spark.ask(guarded.replace("guarded.tidemark.", ""))))
                .isEmpty();
        for (String change :
                List.of("DROP TABLE guarded.tidemark.merge_ids", "CREATE TABLE guarded.tidemark.mine (n BIGINT)")) {
            assertThatThrownBy(() -> spark.ask(change)).as(change).hasMessageContaining("'analysts'");
        }
        assertThat(count(askEach("SELECT COUNT(*) AS n FROM merge_ids"))).isPositive();
    }

    @Test
    @Order(8)
    void trinosDriverAnswersAsThePageSays() throws Exception {
        requireTrino();
        ConnectPage page = ConnectPage.read("jdbc.md");
        Properties told = new Properties();
        String address = ((TrinoEngine) all.get(2)).address();
        page.block("Connect", "properties", Map.of("TRINO", address)).lines().forEach(line -> {
            String[] keyAndValue = line.split("=", 2);
            told.setProperty(keyAndValue[0], keyAndValue[1]);
        });
        String question = page.statements("Connect", Map.of()).get(0);
        List<List<Object>> rows = new ArrayList<>();
        URL[] driver = {engines.trinoDriver().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(driver, ClassLoader.getPlatformClassLoader());
                Connection connection = ((Driver) loader.loadClass(told.getProperty("driver"))
                                .getDeclaredConstructor()
                                .newInstance())
                        .connect(told.getProperty("url"), new Properties());
                ResultSet result = connection.createStatement().executeQuery(question)) {
            while (result.next()) {
                rows.add(List.of(result.getString(1), result.getLong(2)));
            }
        }
        assertThat(rows).isNotEmpty().isEqualTo(askEach(question).rows());
    }

    /** Hadoop's own readers, such as Spark's, verify the checksum that they find beside a file of an earlier release. */
    @Test
    @Order(9)
    void lakeIsReadOfWhichHalfTheFilesHaveChecksums() throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.file.impl", LocalFileSystem.class.getName());
        try (FileSystem stock = FileSystem.newInstance(URI.create("file:///"), hadoop)) {
            Path warehouse = lake.directory().resolve("warehouse");
            for (Path file : files(warehouse)) {
                writeAs(stock, file, Files.readAllBytes(file));
            }
            long before = count(askEach("SELECT COUNT(*) AS n FROM events"));
            lake.take(traffic, HALF);
            // A file of the earlier release that is written again, with other bytes.
            Path newest = files(warehouse.resolve("tidemark/events/metadata")).stream()
                    .filter(file -> file.toString().endsWith(".metadata.json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            byte[] metadata = Files.readAllBytes(newest);
            writeAs(stock, newest, metadata);
            try (Lake opened = LakeTables.open(lake.config())) {
                writeWith(opened.table(LakeTable.EVENTS).io(), newest, metadata);
            }
            assertThat(files(warehouse))
                    .anyMatch(file -> Files.exists(checksum(file)))
                    .anyMatch(file -> !Files.exists(checksum(file)));
            assertThat(count(askEach("SELECT COUNT(*) AS n FROM events"))).isGreaterThan(before);
        }
    }

    private static void writeAs(FileSystem files, Path file, byte[] bytes) throws IOException {
        try (OutputStream out = files.create(new org.apache.hadoop.fs.Path(file.toUri()), true)) {
            out.write(bytes);
        }
        assertThat(checksum(file)).exists();
    }

    private static void writeWith(FileIO io, Path file, byte[] bytes) throws IOException {
        try (OutputStream out = io.newOutputFile(file.toString()).createOrOverwrite()) {
            out.write(bytes);
            out.write('\n');
        }
    }

    private static Path checksum(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".crc");
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".crc"))
                    .toList();
        }
    }

    private void requireTrino() {
        assumeThat(engines.hasTrino())
                .as("no JDK of 22 or newer was found for Trino: not run")
                .isTrue();
    }

    private static long count(Reply reply) {
        return (Long) reply.rows().get(0).get(0);
    }

    /** Where a class of ours was loaded from. */
    private static Path classes(Class<?> type) throws URISyntaxException {
        URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Path.of(place);
    }
}
