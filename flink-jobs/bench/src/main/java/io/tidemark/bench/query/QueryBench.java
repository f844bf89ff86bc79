package io.tidemark.bench.query;

import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.care.Care;
import io.tidemark.lake.care.CarePlan;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.restore.TableHeads;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Parameter;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.question.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the questions cost on Trino, over some days, as the job leaves the files and as {@code tidemark care} does, and
 * over all days as the latter does. Both layouts are snapshots of one lake, so that rounds take turns; the first round
 * warms up and does not count.
 */
public final class QueryBench {
    /** The tag of the files as the job leaves them. */
    public static final String SCATTERED = "scattered";
    /** The tag of the files as care leaves them. */
    public static final String SORTED = "sorted";

    // By then the lake is made, and an hour older.
    private static final Duration LONGEST_MAKING = Duration.ofDays(1);
    private static final Duration LONG = Duration.ofDays(36_500);
    private static final String ALL = "all";
    private static final String FROM = "from";
    private static final String TO = "to";

    private final int days;
    private final String someone;

    /** Questions over a lake of so many days. */
    QueryBench(int days, String someone) {
        this.days = days;
        this.someone = someone;
    }

    /**
     * What is to be measured.
     *
     * @param events how many records the lake is made of
     * @param days over how many days, 20 or more
     * @param rounds how often each question is run in each layout
     * @param questions which; all where empty
     * @param engines the directory {@code sql/engines}
     */
    public record Settings(long events, int days, int rounds, Set<String> questions, Path engines) {
        /** Keeps a copy. */
        public Settings {
            questions = Set.copyOf(questions);
        }
    }

    /**
     * Makes a lake in a directory in both layouts, each of which has a tag on every table.
     *
     * @param now what the clock says before; care is told a time by which all files are old enough
     * @return how many files there were, of all tables, and how many there are now
     */
    public static String makeLake(Path directory, long events, int days, Instant now, Consumer<String> progress)
            throws IOException {
        Files.createDirectories(directory);
        TidemarkConfig config = DirectoryLake.config(directory);
        QueryLake.make(config, events, days, progress);
        return sort(config, now, progress);
    }

    /** Tags a lake as it is, has care sort it, and tags it again. */
    static String sort(TidemarkConfig config, Instant now, Consumer<String> progress) {
        tag(config, SCATTERED);
        String done;
        try (Lake lake = LakeTables.open(config, Purpose.CARE)) {
            Care care = new Care(lake, LONG, LONG);
            Instant later = now.plus(LONGEST_MAKING);
            CarePlan plan = care.plan(later);
            var compacted = care.execute(plan.hash(), later, line -> {}).compacted();
            done = compacted.filesIn() + " files became " + compacted.filesOut();
        }
        tag(config, SORTED);
        progress.accept(done);
        return done;
    }

    private static void tag(TidemarkConfig config, String name) {
        try (Lake lake = LakeTables.open(config, Purpose.RESTORE)) {
            new TableHeads(lake).tag(name);
        }
    }

    /**
     * Measures the questions over a lake that {@link #makeLake} has made.
     *
     * @param scratch where Trino's configuration and logs go
     * @throws BenchFailure if Trino cannot be started
     */
    public static List<QueryFigures> run(Settings settings, Path lake, Path scratch, Consumer<String> progress)
            throws IOException {
        progress.accept("starting Trino");
        Map<String, Path> catalogs = Map.of(TrinoClient.CATALOG, lake);
        try (TrinoServer trino = TrinoServer.start(settings.engines(), catalogs, scratch)) {
            TrinoClient client = trino.client(TrinoClient.CATALOG);
            List<QueryFigures.Rounds> all =
                    new QueryBench(settings.days(), someone(client)).statements(settings.questions());
            return inTurns(all, settings.rounds(), each -> client, progress);
        }
    }

    /** A user id that occurs in the data. */
    static String someone(TrinoClient client) {
        return client.query("SELECT min(user_id) FROM events")
                .rows()
                .get(0)
                .get(0)
                .asText();
    }

    /**
     * Runs each in turn, with a line of progress after each. A round that warms up comes first; all days and scattered
     * files are left out of it, which take long and warm nothing that some days and few files do not.
     */
    static List<QueryFigures> inTurns(
            List<QueryFigures.Rounds> all,
            int rounds,
            Function<QueryFigures.Rounds, TrinoClient> client,
            Consumer<String> progress) {
        for (int round = 0; round <= rounds; round++) {
            for (QueryFigures.Rounds each : all) {
                boolean slow = each.range().equals(ALL) || each.layout().equals(SCATTERED);
                if (round > 0 || !slow) {
                    each.run(client.apply(each), round > 0);
                    progress.accept("round " + round + " of " + rounds + ": " + each);
                }
            }
        }
        return all.stream().map(QueryFigures.Rounds::figures).toList();
    }

    private List<QueryFigures.Rounds> statements(Set<String> wanted) {
        List<QueryFigures.Rounds> all = new ArrayList<>();
        for (Question question : Questions.all()) {
            if (wanted.isEmpty() || wanted.contains(question.name())) {
                ranges(question).forEach((range, bounds) -> {
                    // Over all days every file is read, in whatever order its rows are.
                    for (String layout : range.equals(ALL) ? List.of(SORTED) : List.of(SCATTERED, SORTED)) {
                        all.add(new QueryFigures.Rounds(
                                question.name(), range, layout, statement(question, bounds, layout)));
                    }
                });
            }
        }
        return all;
    }

    /** The ranges of days for which a question is run, by name: what it is given for each. */
    Map<String, Map<String, String>> ranges(Question question) {
        Map<String, Map<String, String>> ranges = new LinkedHashMap<>();
        if (question.parameter(FROM).isEmpty() || question.parameter(TO).isEmpty()) {
            ranges.put("-", Map.of());
            return ranges;
        }
        ranges.put(ALL, Map.of());
        int middle = days / 2;
        ranges.put("tenth", range(middle, middle + Math.max(1, days / 10)));
        if (question.name().contains("funnel") || question.name().contains("retention")) {
            ranges.put("week", range(middle, middle + 7));
        }
        return ranges;
    }

    private static Map<String, String> range(int fromDay, int toDay) {
        return Map.of(FROM, day(fromDay).toString(), TO, day(toDay).toString());
    }

    private static Instant day(int number) {
        return Instant.ofEpochMilli(QueryLake.BEGIN_MILLIS).plus(number, ChronoUnit.DAYS);
    }

    /** A question in Trino's words, as of a mark or, where that is null, now. */
    String statement(Question question, Map<String, String> bounds, @Nullable String layout) {
        // A question about two marks reads the same layout twice: the rows are the same in both.
        String at = layout == null ? SORTED : layout;
        Map<String, String> required = Map.of(
                "before",
                at,
                "after",
                at,
                "who",
                someone,
                "split",
                day(days / 2).toString());
        Map<String, String> given = new LinkedHashMap<>(bounds);
        given.putAll(question.parameters().stream()
                .filter(parameter -> parameter.standard() == null && required.containsKey(parameter.name()))
                .collect(Collectors.toMap(Parameter::name, parameter -> required.getOrDefault(parameter.name(), ""))));
        // A question that has an end for what follows too is limited to the days.
        if (bounds.containsKey(TO) && question.parameter("until").isPresent()) {
            given.put("until", bounds.getOrDefault(TO, ""));
        }
        return Statement.render(question, Arguments.of(question, given, day(days)), Dialect.TRINO, layout);
    }
}
