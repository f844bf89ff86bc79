package io.tidemark.cli.command;

import io.tidemark.cli.option.LakeOptions;
import io.tidemark.cli.output.CheckedOutput;
import io.tidemark.cli.output.CommandFailure;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.cli.output.QuestionList;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.ops.configure.ConfiguredProject;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.ProjectScope;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import io.tidemark.ops.question.Statement;
import io.tidemark.ops.question.WrongArgument;
import io.tidemark.ops.sql.Answer;
import io.tidemark.ops.sql.AnswerFormat;
import io.tidemark.ops.sql.AnswerTime;
import io.tidemark.ops.sql.Drawing;
import io.tidemark.ops.sql.LakeQueries;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark sql}: one question, one answer on standard output. */
@Command(
        name = "sql",
        description = {
            "Query the lake, in Flink SQL. Nothing is changed: only SELECT, WITH, VALUES, SHOW, DESCRIBE and"
                    + " EXPLAIN are answered. Times are UTC."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark sql --lake DIR \"SHOW TABLES\"",
            "  tidemark sql --lake DIR \"SELECT event_type, COUNT(*) n FROM events GROUP BY event_type\"",
            "  tidemark sql --lake DIR --format csv \"SELECT COUNT(DISTINCT resolved_amplitude_id) people"
                    + " FROM events_resolved\"",
            "  tidemark sql --list",
            "  tidemark sql --lake DIR --query funnel -p steps='view,add to cart,buy' -p window='7 days' --chart",
            "  tidemark sql --lake DIR --query funnel --as-of yesterday",
            "  tidemark sql --query funnel --print trino",
            "  tidemark sql --config tidemark.yaml --query segmentation --project shop",
            "  tidemark sql --config tidemark.yaml --format json -f question.sql",
            "  echo \"DESCRIBE events\" | tidemark sql --lake DIR -"
        })
final class SqlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "table for reading (the default); csv, quoted as in RFC 4180, with a header; json, an array with"
                            + " one object a line.")
    private AnswerFormat format;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the question from a file; - is standard input.")
    private @Nullable String file;

    @Parameters(arity = "0..1", paramLabel = "QUERY", description = "The question; - reads it from standard input.")
    private @Nullable String query;

    @Option(
            names = "--query",
            paramLabel = "NAME",
            description = "Run one of the questions that come with Tidemark; --list names them.")
    private @Nullable String name;

    @Option(
            names = "-p",
            paramLabel = "NAME=VALUE",
            description = "Give the question a value for a parameter; it stays a value, whatever is in it.")
    private Map<String, String> given = new LinkedHashMap<>();

    @Option(names = "--as-of", paramLabel = "MARK", description = "Read every table as it was at this mark.")
    private @Nullable String mark;

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description =
                    "Count the events of this project alone. zone, week_begins and inactive, where not given, are those that"
                            + " its entry in the service configuration has, at the time of --as-of. Which were taken is"
                            + " printed on standard error, with --format json as a JSON object.")
    private @Nullable String project;

    @Option(names = "--list", description = "Print the questions, with their parameters and defaults.")
    private boolean list;

    @Option(
            names = "--print",
            paramLabel = "ENGINE",
            description = "Do not run it; print the statement for trino, spark or flink.")
    private @Nullable Dialect print;

    @Option(names = "--chart", description = "Draw the answer: bars of a funnel, a line over time.")
    private boolean chart;

    private SqlCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            if (format == AnswerFormat.JSON) {
                QuestionList.json(out);
            } else {
                QuestionList.text(out);
            }
            return ExitCode.DONE;
        }
        Question question = question();
        Arguments arguments = arguments(question);
        if (print != null) {
            out.println(statement(question, arguments, print));
            return ExitCode.DONE;
        }
        TidemarkConfig config = lake.existing();
        AnswerTime.require(config, mark, arguments);
        if (project != null) {
            // Before a cluster is started: it tells whether the question can be restricted.
            statement(question, arguments, Dialect.FLINK);
        }
        try (LakeQueries queries = LakeQueries.open(config);
                Answer answer = queries.run(question, arguments, mark)) {
            write(question, answer, new CheckedOutput(out));
        } catch (CheckedOutput.BrokenPipe e) {
            // The reader has what it wanted, as head does.
            return ExitCode.DONE;
        }
        out.flush();
        return ExitCode.DONE;
    }

    private void write(Question question, Answer answer, Appendable out) throws IOException {
        if (!chart) {
            format.write(answer, out);
        } else if (question.chart() == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "This question has no drawing. A line '-- chart: lines x y' or '-- chart: bars x y' at its top,"
                            + " with the names of two columns, gives it one.");
        } else {
            Drawing.write(question.chart(), answer, out);
        }
    }

    /** The statement for an engine. */
    private String statement(Question question, Arguments arguments, Dialect dialect) {
        try {
            return Statement.render(question, arguments, dialect, mark);
        } catch (WrongArgument e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Arguments arguments(Question question) {
        Instant now = Instant.now();
        try {
            if (project == null) {
                return Arguments.of(question, given, lake.questions(), now);
            }
            ProjectScope scope = scope(project, now);
            Arguments arguments = Arguments.of(question, given, scope, now);
            tell(scope.taken(arguments));
            return arguments;
        } catch (WrongArgument e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ProjectScope scope(String name, Instant now) {
        TidemarkConfig config = lake.existing();
        try (Lake tables = LakeTables.open(config)) {
            ConfiguredProject found = ConfiguredProject.find(tables, name, mark, now);
            return ProjectScope.of(name, found.version(), found.settings(), lake.questions());
        }
    }

    private void tell(ProjectScope.Taken taken) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(format == AnswerFormat.JSON ? JsonOutput.text(taken) : taken.sentence());
        err.flush();
    }

    private Question question() throws IOException {
        if (Stream.of(name, file, query).filter(Objects::nonNull).count() != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    query == null && file == null
                            ? "There is no question: give one as QUERY, with --query NAME, with -f FILE, or - for"
                                    + " standard input. --list names those that come with Tidemark."
                            : "There are two questions: give QUERY, --query NAME or -f FILE, and only one.");
        }
        String chosen = name;
        if (chosen != null) {
            return Questions.find(chosen)
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), unknown(chosen)));
        }
        return Question.parse("", "-".equals(file) || "-".equals(query) ? standardInput() : text());
    }

    private static String unknown(String name) {
        return "There is no question named " + name + ". There are "
                + Questions.all().stream().map(Question::name).collect(Collectors.joining(", "))
                + ".";
    }

    private static String standardInput() throws IOException {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private String text() {
        if (file == null) {
            return Objects.requireNonNull(query);
        }
        try {
            return Files.readString(Path.of(file));
        } catch (CharacterCodingException e) {
            throw new CommandFailure("The question in " + file + " is not text in UTF-8. Save it as UTF-8.");
        } catch (IOException e) {
            throw new CommandFailure(
                    "The question in " + file + " could not be read: " + e + ". Give the path of a readable file.");
        }
    }
}
