package io.tidemark.job.cli;

import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.LakeTables;
import io.tidemark.job.query.Answer;
import io.tidemark.job.query.AnswerFormat;
import io.tidemark.job.query.LakeQueries;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
            "Ask the lake a question, in Flink SQL. Nothing is changed: only SELECT, WITH, VALUES, SHOW, DESCRIBE and"
                    + " EXPLAIN are answered. Times are UTC."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark sql --lake DIR \"SHOW TABLES\"",
            "  tidemark sql --lake DIR \"SELECT event_type, COUNT(*) n FROM events GROUP BY event_type\"",
            "  tidemark sql --lake DIR --format csv \"SELECT COUNT(DISTINCT resolved_amplitude_id) people"
                    + " FROM events_resolved\"",
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

    private SqlCommand() {}

    @Override
    public Integer call() throws IOException {
        String question = question();
        TidemarkConfig config = lake.existing();
        PrintWriter out = spec.commandLine().getOut();
        try (LakeQueries queries = open(config);
                Answer answer = queries.query(question)) {
            format.write(answer, new Checked(out));
        } catch (Checked.ReaderGone e) {
            // The reader has what it wanted, as head does.
            return ExitCode.DONE;
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** Opens the lake of a configuration for questions. */
    static LakeQueries open(TidemarkConfig config) {
        return LakeQueries.open(LakeTables.settings(config), LakeTables.caller(config));
    }

    private String question() throws IOException {
        if ((file == null) == (query == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    query == null
                            ? "There is no question: give one as QUERY, with -f FILE, or - for standard input."
                            : "There are two questions: give QUERY or -f FILE, not both.");
        } else if ("-".equals(file) || "-".equals(query)) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } else if (file == null) {
            return query;
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
