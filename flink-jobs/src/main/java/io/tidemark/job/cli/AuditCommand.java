package io.tidemark.job.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.EventsLog;
import io.tidemark.job.connect.LakeTables;
import io.tidemark.job.embedded.EmbeddedBroker;
import io.tidemark.job.embedded.LakeDirectory;
import io.tidemark.job.query.LakeQueries;
import io.tidemark.job.query.SqlChecks;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.Audit;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.audit.Finding;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.status.LastAudit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark audit}: nothing lost, nothing double, everybody who they should be; or what is wrong, and where. */
@Command(
        name = "audit",
        description = {
            "Check that every record of the log stands in exactly one table, that each device's identity changes are all"
                    + " there and follow the rules, and that nothing behind the topic's end is missing once a run has"
                    + " said that it is done. Reads the log and the tables, changes nothing, and may run beside the"
                    + " pipeline. What does not hold is named with partition, offset or device, and ends with exit"
                    + " code 4."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark audit --lake DIR",
            "  tidemark audit --lake DIR --checks",
            "  tidemark audit --config tidemark.yaml --complete --json"
        })
final class AuditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOptions lake;

    @Option(
            names = "--complete",
            description = "Everything in the topic must be committed: records behind it are missing, not on their way.")
    private boolean complete;

    @Option(
            names = "--checks",
            description =
                    "Also ask every check of sql/checks in Flink SQL, each of which reads its tables whole; alone, a"
                            + " check is asked with 'tidemark sql --query NAME'.")
    private boolean checks;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    private AuditCommand() {}

    @Override
    public Integer call() {
        TidemarkConfig config = lake.existing();
        Path directory = lake.directory().orElse(null);
        AuditReport report = directory == null
                ? ofPipeline(config)
                : ofDirectory(LakeDirectory.existing(directory), config, complete, spec.commandLine());
        List<SqlChecks.Finding> asked = checks ? ask(config) : List.of();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonObject.of(object -> {
                write(object, report);
                if (checks) {
                    write(object, asked);
                }
            }));
        } else {
            AuditText.print(report, out);
            asked.forEach(check -> AuditText.print(check, out));
        }
        out.flush();
        boolean holds = report.holds() && asked.stream().allMatch(SqlChecks.Finding::holds);
        return holds ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private List<SqlChecks.Finding> ask(TidemarkConfig config) {
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), json);
        try (LakeQueries queries = SqlCommand.open(config)) {
            return SqlChecks.run(queries, Instant.now(), name -> progress.show("asking " + name));
        } finally {
            progress.end();
        }
    }

    private AuditReport ofPipeline(TidemarkConfig config) {
        try (EventsLog log = new EventsLog(config.kafka())) {
            return audit(config, log, complete);
        }
    }

    /** The lake's own broker answers for the log, unless the pipeline that holds the lake is running it already. */
    static AuditReport ofDirectory(
            LakeDirectory directory, TidemarkConfig settings, boolean complete, CommandLine line) {
        try (LakeDirectory.Lock lock = directory.lock("tidemark audit");
                EmbeddedBroker broker = EmbeddedBroker.start(directory.kafka());
                EventsLog log = new EventsLog(
                        settings.withBootstrapServers(broker.bootstrapServers()).kafka())) {
            return audit(settings, log, complete || directory.state().done());
        } catch (Refusal inUse) {
            line.getErr().println(inUse.sentence() + " The log itself is not asked.");
            return audit(settings, null, false);
        }
    }

    /** Audits a lake. */
    static AuditReport audit(TidemarkConfig config, @Nullable EventsLog log, boolean complete) {
        try (Lake tables = LakeTables.open(config)) {
            AuditReport report = new Audit(tables, DecisionRules.of(config)).run(log, complete);
            remember(report, tables);
            return report;
        }
    }

    /** For `tidemark status`. Whoever only reads the lake leaves no trace in it, and no audit fails for want of a note. */
    private static void remember(AuditReport report, Lake tables) {
        boolean own = tables.environment()
                .filter(tables.caller().environment()::equals)
                .isPresent();
        if (own) {
            try {
                LastAudit.of(report, Instant.now()).write(tables);
            } catch (LakeFailure unwritten) {
                LoggerFactory.getLogger(AuditCommand.class)
                        .warn("What the audit found is not written down reason={}", unwritten.getMessage());
            }
        }
    }

    private static void write(JsonGenerator object, List<SqlChecks.Finding> asked) throws IOException {
        object.writeObjectFieldStart("checks");
        for (SqlChecks.Finding check : asked) {
            object.writeArrayFieldStart(check.name());
            for (String row : check.rows()) {
                object.writeRawValue(row);
            }
            object.writeEndArray();
        }
        object.writeEndObject();
    }

    private static void write(JsonGenerator object, AuditReport report) throws IOException {
        object.writeBooleanField("holds", report.holds());
        object.writeNumberField("records", report.counts().records());
        object.writeObjectFieldStart("rows");
        for (var rows : report.counts().rows().entrySet()) {
            object.writeNumberField(rows.getKey().tableName(), rows.getValue());
        }
        object.writeEndObject();
        object.writeObjectFieldStart("rejected");
        for (var rejected : report.counts().rejected().entrySet()) {
            object.writeNumberField(rejected.getKey(), rejected.getValue());
        }
        object.writeEndObject();
        object.writeNumberField("people", report.counts().people());
        if (report.lag() == null) {
            object.writeNullField("lag");
        } else {
            object.writeNumberField("lag", report.lag());
        }
        object.writeObjectFieldStart("finding_counts");
        for (var counts : report.findings().counts().entrySet()) {
            object.writeNumberField(counts.getKey(), counts.getValue());
        }
        object.writeEndObject();
        object.writeArrayFieldStart("findings");
        for (Finding finding : report.findings().listed()) {
            object.writeStartObject();
            object.writeStringField("kind", finding.kind());
            object.writeStringField("sentence", finding.sentence());
            object.writeEndObject();
        }
        object.writeEndArray();
    }
}
