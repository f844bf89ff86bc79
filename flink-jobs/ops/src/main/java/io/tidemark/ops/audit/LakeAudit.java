package io.tidemark.ops.audit;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.Audit;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.status.LastAudit;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LakeSite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The audit of one lake, of which the newest result is kept for its status. */
public final class LakeAudit {
    private LakeAudit() {}

    /**
     * Audits a lake with its log. The log of a lake directory is read through the lake's own broker, unless the pipeline
     * that holds the lake is running it already: then the tables are audited alone.
     *
     * @param config the configuration of a lake that exists
     * @param directory the lake's directory, if it lives in one
     * @param complete whether everything in the topic must be committed; a lake directory whose last run has said that
     *     it is done is complete anyway
     * @param warnings takes what a person should know of how the log was opened
     * @throws io.tidemark.lake.guard.Refusal if the lake has lost its log
     */
    public static Audited run(
            TidemarkConfig config,
            Optional<Path> directory,
            boolean complete,
            InstantSource clock,
            Consumer<String> warnings) {
        Instant begun = clock.instant();
        try (LakeSite site = LakeSite.open(config, directory, "tidemark audit", LakeSite.Needs.LOG)) {
            site.warnings().forEach(warnings);
            LogProbe log = site.log();
            boolean all = log != null
                    && (complete || site.directory().map(LakeAudit::isDone).orElse(false));
            AuditReport report = of(site.config(), log, all, clock);
            return new Audited(report, begun, Duration.between(begun, clock.instant()));
        }
    }

    private static boolean isDone(LakeDirectory directory) {
        return directory.state().done();
    }

    /**
     * Audits a lake.
     *
     * @param log the log; null where it cannot be read
     * @param complete whether everything in the topic must be committed
     */
    public static AuditReport of(TidemarkConfig config, @Nullable LogProbe log, boolean complete, InstantSource clock) {
        try (Lake tables = LakeTables.open(config)) {
            AuditReport report = new Audit(
                            tables,
                            DecisionRules.of(config),
                            () -> DecidedVersions.of(new ServiceConfigs(tables).history()))
                    .run(log, complete);
            remember(report, tables, clock.instant());
            return report;
        }
    }

    /** For the status. A user who may only read the lake leaves no trace in it, and no audit fails for want of a note. */
    private static void remember(AuditReport report, Lake tables, Instant now) {
        boolean own = tables.environment()
                .filter(tables.caller().environment()::equals)
                .isPresent();
        if (own) {
            try {
                LastAudit.of(report, now).write(tables);
            } catch (LakeFailure unwritten) {
                LoggerFactory.getLogger(LakeAudit.class)
                        .warn("What the audit found is not written down reason={}", unwritten.getMessage());
            }
        }
    }
}
