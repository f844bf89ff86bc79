package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.EarlierTables;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.upgrade.Upgrade;
import io.tidemark.ops.answers.Asked;
import io.tidemark.ops.cluster.Parts;
import io.tidemark.ops.cluster.Started;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.question.Statement;
import io.tidemark.ops.question.Views;
import io.tidemark.ops.sql.SampleRow;
import io.tidemark.ops.sql.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A lake of the first release is marked, carried over to the columns of this one, and gets rows that have them: as of the marks
 * of then Spark and Trino answer everything that is shipped, the views with the rows of a lake that was not carried over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnginesEarlierIT {
    private static final String HERE = "A lake in a directory";
    private static final String NOT_CARRIED_OVER = "earlier";
    private static final String CARRIED_OVER = "tidemark";
    private static final String HALF = "half";
    private static final String WHOLE = "whole";

    private final Started started = new Started();
    private Path directory = Path.of(".");
    private Path logs = Path.of(".");
    private Map<String, String> places = Map.of();
    private Engines engines;
    private @Nullable SparkEngine spark;
    private @Nullable TrinoEngine trino;

    /** An engine that is started when it is needed. */
    private enum Which {
        SPARK,
        TRINO
    }

    @BeforeAll
    void makeTheLakes(@TempDir Path temporary) throws IOException {
        engines = Engines.required();
        logs = Parts.logs(getClass());
        directory = temporary;
        Path home = Files.createDirectories(directory.resolve("lake"));
        places = Map.of("LAKE", home.toString());
        TidemarkConfig config = DirectoryLake.config(home);
        CatalogSettings settings = LakeTables.settings(config);
        fill(new SmallLake(new CatalogSettings(
                settings.type(),
                settings.name(),
                NOT_CARRIED_OVER,
                settings.access(),
                settings.warehouse(),
                settings.properties())));
        SmallLake lake = new SmallLake(settings);
        fill(lake);
        try (Lake opened = LakeTables.open(config, Purpose.UPGRADE)) {
            Upgrade upgrade = new Upgrade(opened);
            assertThat(upgrade.plan().columns()).containsOnlyKeys(LakeTable.outcomes());
            upgrade.execute(upgrade.plan().hash(), table -> {});
        }
        for (LakeTable table : LakeTable.outcomes()) {
            lake.append(table.tableName(), List.of(SampleRow.of(table.schema(), 1)));
        }
    }

    private static void fill(SmallLake lake) throws IOException {
        for (LakeTable table : LakeTable.all()) {
            var schema = EarlierTables.schema(table);
            List<List<?>> rows = table.isOutcome() ? List.of(SampleRow.of(schema, 0)) : List.of();
            lake.table(table.tableName(), schema, rows);
            lake.tag(table.tableName(), HALF);
            lake.tag(table.tableName(), WHOLE);
        }
    }

    @AfterAll
    void stop() throws Exception {
        started.close();
    }

    private Engine in(Which which, String namespace) throws IOException {
        if (which == Which.SPARK) {
            SparkEngine open = spark;
            if (open == null) {
                String settings = ConnectPage.read("spark.md").block(HERE, "properties", places);
                open = started.with(SparkEngine.start(engines, directory.resolve("spark"), logs, settings, List.of()));
                spark = open;
            }
            return open.in(namespace);
        }
        assumeThat(engines.hasTrino())
                .as("There is no JDK of 22 or newer: Trino is not run")
                .isTrue();
        TrinoEngine open = trino;
        if (open == null) {
            String catalog = ConnectPage.read("trino.md").block(HERE, "properties", places);
            open = started.with(TrinoEngine.start(engines, directory.resolve("trino"), logs, catalog, Map.of()));
            trino = open;
        }
        return open.in(namespace);
    }

    private static Dialect dialect(Which which) {
        return which == Which.SPARK ? Dialect.SPARK : Dialect.TRINO;
    }

    private static Reply reply(Engine engine, Which which, Question question, @Nullable String mark) {
        Arguments none = Arguments.of(question, Map.of(), Instant.EPOCH);
        Reply reply = engine.ask(Statement.render(question, none, dialect(which), mark));
        // Rows come in any order.
        return new Reply(
                reply.columns(),
                reply.rows().stream()
                        .sorted(Comparator.comparing(List::toString))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void viewsAsOfAMarkOfThenAreThoseOfALakeThatWasNotCarriedOver(Which which) throws IOException {
        Engine then = in(which, NOT_CARRIED_OVER);
        Engine now = in(which, CARRIED_OVER);
        for (String view : Views.names()) {
            Question all = Question.parse(view, "-- What is in it?\nSELECT * FROM " + view);
            Reply before = reply(then, which, all, null);
            assertThat(before.difference(reply(now, which, all, WHOLE)))
                    .as("%s in %s", view, then.name())
                    .isEmpty();
            assertThat(reply(now, which, all, null).columns())
                    .as("the columns of %s in %s", view, then.name())
                    .isEqualTo(before.columns());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyQuestionAndCheckIsAnsweredAsOfAMarkOfThen(Which which) throws IOException {
        Engine now = in(which, CARRIED_OVER);
        List<Asked> questions = Asked.oneOfEachAsOfAMark();
        assertThat(questions)
                .extracting(asked -> asked.asked().question())
                .containsAll(Questions.all().stream().map(Question::name).toList());
        // By which version something was decided nothing says as of then.
        Set<String> checksOfLater = Questions.checks().stream()
                .filter(check -> check.sql().contains(Columns.CONFIG_VERSION))
                .map(Question::name)
                .collect(Collectors.toSet());
        List<String> failures = new ArrayList<>();
        List<String> ofLater = new ArrayList<>();
        for (Asked asked : questions) {
            boolean later = checksOfLater.contains(asked.asked().question());
            tryIt(later ? ofLater : failures, () -> now.ask(asked.asked().statement(dialect(which))));
        }
        for (Question check : Questions.checks()) {
            boolean later = checksOfLater.contains(check.name());
            tryIt(later ? ofLater : failures, () -> reply(now, which, check, WHOLE));
        }
        assertThat(failures).isEmpty();
        assertThat(ofLater)
                .hasSizeGreaterThanOrEqualTo(checksOfLater.size())
                .allMatch(failure -> failure.contains(Columns.CONFIG_VERSION));
    }

    private static void tryIt(List<String> failures, Runnable answering) {
        try {
            answering.run();
        } catch (EngineFailure e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    /** An engine knows the columns of a table as of a mark by the table's schema of then. */
    @ParameterizedTest
    @EnumSource
    void columnsThatCameLaterAreThereNowAndNullInOlderRows(Which which) throws IOException {
        Engine now = in(which, CARRIED_OVER);
        for (LakeTable table : LakeTable.outcomes()) {
            assertThat(now.ask("SELECT COUNT(*) AS n, COUNT(config_version) AS decided, MAX(config_version) AS v,"
                                    + " MAX(released_from.kafka_offset) AS place FROM " + table.tableName())
                            .rows())
                    .as("%s in %s", table, now.name())
                    .containsExactly(List.of(2L, 1L, SampleRow.CONFIG_VERSION, 0L));
            String asOf = (which == Which.SPARK ? " VERSION AS OF '" : " FOR VERSION AS OF '") + WHOLE + "'";
            assertThatThrownBy(() -> now.ask("SELECT config_version FROM " + table.tableName() + asOf))
                    .as("%s in %s", table, now.name())
                    .isInstanceOf(EngineFailure.class)
                    .hasMessageContaining("config_version");
        }
    }
}
