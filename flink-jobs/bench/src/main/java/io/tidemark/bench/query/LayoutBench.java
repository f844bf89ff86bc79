package io.tidemark.bench.query;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * What the same questions cost on Trino over the same events in other layouts: cut, sorted and described in other ways
 * than care does it. One variation at a time, so that the figures say what each is worth.
 */
public final class LayoutBench {
    private LayoutBench() {}

    /**
     * What a layout came to.
     *
     * @param files how many files of events
     * @param bytes how large they are together
     */
    public record Made(
            @JsonProperty("files") int files,
            @JsonProperty("bytes") long bytes) {}

    /**
     * What came out.
     *
     * @param layouts the layouts by name, that of care first
     * @param figures each question in each range and layout
     */
    public record Report(Map<String, Made> layouts, List<QueryFigures> figures) {}

    /**
     * Writes the first days of a lake that {@link QueryBench#makeLake} has made in every layout, and measures.
     *
     * @param settings whose events do not count; the days are those that are written
     * @param scratch where the lakes and Trino's configuration and logs go
     */
    public static Report run(QueryBench.Settings settings, Path lake, Path scratch, Consumer<String> progress)
            throws IOException {
        Map<String, Made> made = make(settings.days(), lake, scratch, progress);
        Map<String, Path> lakes = new LinkedHashMap<>();
        made.keySet().forEach(layout -> lakes.put(layout, scratch.resolve(layout)));
        progress.accept("starting Trino");
        try (TrinoServer trino = TrinoServer.start(settings.engines(), lakes, scratch.resolve("trino"))) {
            String someone = QueryBench.someone(trino.client(Layout.all().get(0).name()));
            QueryBench bench = new QueryBench(settings.days(), someone);
            List<QueryFigures.Rounds> all = new ArrayList<>();
            for (Question question : Questions.all()) {
                if (settings.questions().contains(question.name())) {
                    bench.ranges(question).forEach((range, bounds) -> made.keySet()
                            .forEach(layout -> all.add(new QueryFigures.Rounds(
                                    question.name(), range, layout, bench.statement(question, bounds, null)))));
                }
            }
            return new Report(
                    made, QueryBench.inTurns(all, settings.rounds(), each -> trino.client(each.layout()), progress));
        }
    }

    /** Each day is read once and written in every layout. */
    static Map<String, Made> make(int days, Path from, Path into, Consumer<String> progress) throws IOException {
        List<LayoutLake> lakes = new ArrayList<>();
        Map<String, Made> made = new LinkedHashMap<>();
        try (Lake base = LakeTables.open(DirectoryLake.config(from), Purpose.USE)) {
            for (Layout layout : Layout.all()) {
                lakes.add(new LayoutLake(layout, into.resolve(layout.name())));
            }
            for (int day = 0; day < days; day++) {
                List<Record> rows = day(base.table(LakeTable.EVENTS), day);
                for (LayoutLake lake : lakes) {
                    lake.writeDay(rows);
                }
                progress.accept("day " + (day + 1) + " of " + days + " is written in every layout");
            }
            List<Record> merges = read(IcebergGenerics.read(base.table(LakeTable.MERGE_IDS)));
            for (int i = 0; i < lakes.size(); i++) {
                lakes.get(i).finish(merges);
                made.put(
                        Layout.all().get(i).name(),
                        new Made(lakes.get(i).files(), lakes.get(i).bytes()));
            }
            return made;
        } finally {
            lakes.forEach(LayoutLake::close);
        }
    }

    private static List<Record> day(Table events, int number) {
        OffsetDateTime begin = Instant.ofEpochMilli(QueryLake.BEGIN_MILLIS)
                .plus(number, ChronoUnit.DAYS)
                .atOffset(ZoneOffset.UTC);
        return read(IcebergGenerics.read(events)
                .where(Expressions.and(
                        Expressions.greaterThanOrEqual(Columns.SERVER_UPLOAD_TIME, begin.toString()),
                        Expressions.lessThan(
                                Columns.SERVER_UPLOAD_TIME, begin.plusDays(1).toString()))));
    }

    private static List<Record> read(IcebergGenerics.ScanBuilder scan) {
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = scan.build()) {
            records.forEach(rows::add);
        } catch (IOException e) {
            throw LakeFailure.of("Could not read the lake of the benchmark", e);
        }
        return rows;
    }
}
