package io.tidemark.ops.audit;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.sql.LakeQueries;
import io.tidemark.ops.sql.SqlChecks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The checks in SQL, run on one lake. */
public final class LakeChecks {
    private LakeChecks() {}

    /**
     * Runs every check.
     *
     * @param mark the mark as of which the tables are read; null: now
     * @param before is told the name of each check before it is run
     */
    public static CheckResults run(
            TidemarkConfig config, @Nullable Mark mark, InstantSource clock, Consumer<String> before) {
        Instant begun = clock.instant();
        try (LakeQueries queries = LakeQueries.open(config)) {
            List<SqlChecks.Finding> findings =
                    SqlChecks.run(queries, begun, mark == null ? null : mark.name(), isConfigurable(config), before);
            return new CheckResults(findings, mark, begun, Duration.between(begun, clock.instant()));
        }
    }

    /** A lake of an earlier release has neither the table nor the columns that speak of versions. */
    private static boolean isConfigurable(TidemarkConfig config) {
        try (Lake tables = LakeTables.open(config)) {
            return tables.exists(LakeTable.SERVICE_CONFIG) && tables.outdated().isEmpty();
        }
    }

    /** The newest mark of a lake. */
    public static Optional<Mark> newestMark(TidemarkConfig config) {
        try (Lake tables = LakeTables.open(config)) {
            return new Marks(tables).list().stream().findFirst();
        }
    }
}
