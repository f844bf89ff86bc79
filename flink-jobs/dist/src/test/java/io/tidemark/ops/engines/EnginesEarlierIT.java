package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.EarlierTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.upgrade.Upgrade;
import io.tidemark.ops.answers.Asked;
import io.tidemark.ops.answers.CaseLake;
import io.tidemark.ops.answers.Histories;
import io.tidemark.ops.cluster.Parts;
import io.tidemark.ops.cluster.Started;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.question.Statement;
import io.tidemark.ops.question.Views;
import io.tidemark.ops.sql.SampleRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A lake that the first release has made and marked, carried over to the columns of this one, with rows that have them: as of
 * the marks of then Spark and Trino give every question's rows of the model, and now they read the columns.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnginesEarlierIT {
    private static final String HERE = "A lake in a directory";
    private static final String MARK = "whole";
    private static final CaseLake LAKE = CaseLake.ANALYSTS;
    private static final List<Asked> CASES = Asked.oneOfEachAsOfAMark();

    private final Started started = new Started();
    private final List<Engine> all = new ArrayList<>();
    private Histories histories;
    private Engines engines;
    private Replies spark;
    private Replies trino;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        engines = Engines.required();
        Path logs = Parts.logs(getClass());
        Path lakes = Files.createDirectories(directory.resolve("lake"));
        TidemarkConfig config = LAKE.config(lakes);
        try (Lake lake = LakeTables.open(config)) {
            EarlierTables.make(lake, LakeTables.options(config));
        }
        histories = LAKE.fill(lakes);
        carryOver(config);
        Map<String, String> places = Map.of("LAKE", lakes.toString());
        String settings = ConnectPage.read("spark.md").block(HERE, "properties", places);
        SparkEngine one =
                started.with(SparkEngine.start(engines, directory.resolve("spark"), logs, settings, List.of()));
        all.add(one.in(LAKE.namespace()));
        spark = started.with(Replies.to(CASES, Dialect.SPARK, one::in));
        if (engines.hasTrino()) {
            String catalog = ConnectPage.read("trino.md").block(HERE, "properties", places);
            TrinoEngine other =
                    started.with(TrinoEngine.start(engines, directory.resolve("trino"), logs, catalog, Map.of()));
            all.add(other.in(LAKE.namespace()));
            trino = started.with(Replies.to(CASES, Dialect.TRINO, other::in));
        }
    }

    @AfterAll
    void stop() throws Exception {
        started.close();
    }

    private static void carryOver(TidemarkConfig config) throws IOException {
        try (Lake lake = LakeTables.open(config, Purpose.UPGRADE)) {
            Upgrade upgrade = new Upgrade(lake);
            assertThat(upgrade.plan().columns()).containsOnlyKeys(LakeTable.outcomes());
            upgrade.execute(upgrade.plan().hash(), table -> {});
        }
        try (Lake lake = Lake.open(
                LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(1)))) {
            for (LakeTable table : LakeTable.outcomes()) {
                append(lake.table(table));
            }
        }
    }

    private static void append(Table table) throws IOException {
        GenericRecord row = GenericRecord.create(table.schema());
        List<@Nullable Object> values = SampleRow.of(table.schema(), 1_000_000);
        for (int i = 0; i < values.size(); i++) {
            row.set(i, values.get(i));
        }
        PartitionKey day = new PartitionKey(table.spec(), table.schema());
        day.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(row));
        String file = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
        DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(file))
                .forTable(table)
                .withPartition(day)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            writer.write(row);
        }
        table.newAppend().appendFile(writer.toDataFile()).commit();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sparkGivesTheRowsOfThen(Asked asked) throws InterruptedException {
        asked.asked().check(histories, spark.get(asked));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trinoGivesTheRowsOfThen(Asked asked) throws InterruptedException {
        assumeTrue(engines.hasTrino(), "There is no JDK of 22 or newer: Trino is not asked");
        asked.asked().check(histories, trino.get(asked));
    }

    static List<Asked> cases() {
        return CASES;
    }

    @Test
    void everyQuestionIsAmongThem() {
        List<String> names =
                CASES.stream().map(each -> each.asked().question()).toList();
        assertThat(names).containsAll(Questions.all().stream().map(Question::name).toList());
    }

    @ParameterizedTest
    @MethodSource
    void everyCheckAndEveryViewIsAnswered(Question asked) {
        for (Engine engine : all) {
            Dialect dialect = Dialect.valueOf(engine.dialect().toUpperCase(java.util.Locale.ROOT));
            Arguments none = Arguments.of(asked, Map.of(), Instant.EPOCH);
            assertThat(engine.ask(Statement.render(asked, none, dialect, MARK)).columns())
                    .as(engine.name())
                    .isNotEmpty();
        }
    }

    static List<Question> everyCheckAndEveryViewIsAnswered() {
        List<Question> all = new ArrayList<>(Questions.checks());
        for (String view : Views.names()) {
            all.add(Question.parse(view, "-- How much is in it?\nSELECT COUNT(*) AS n FROM " + view));
        }
        return all;
    }

    @Test
    void columnsThatCameLaterAreThereNowAndNullInOlderRows() {
        for (Engine engine : all) {
            for (LakeTable table : LakeTable.outcomes()) {
                Reply reply = engine.ask("SELECT COUNT(*) AS n, COUNT(config_version) AS decided, MAX(config_version) AS v,"
                        + " MAX(released_from.kafka_offset) AS place FROM " + table.tableName());
                List<Object> row = reply.rows().get(0);
                assertThat((Long) row.get(0)).as(engine.name()).isPositive();
                assertThat(row.subList(1, 4))
                        .as("%s of %s", table, engine.name())
                        .isEqualTo(List.of(1L, SampleRow.CONFIG_VERSION, 999_999L));
            }
        }
    }
}
