package io.tidemark.ops.audit;

import io.tidemark.lake.mark.Mark;
import io.tidemark.ops.sql.SqlChecks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of the checks in SQL.
 *
 * @param findings what each found
 * @param mark the mark as of which the tables were read; null: now
 * @param at when the first was run
 * @param took how long it took to run them all
 */
public record CheckResults(
        List<SqlChecks.Finding> findings, @Nullable Mark mark, Instant at, Duration took) {
    /** Keeps a copy. */
    public CheckResults {
        findings = List.copyOf(findings);
    }

    /** The newest time of the lake that they know of. */
    public Instant time() {
        return mark == null ? at : mark.commit().committedAt();
    }

    /** Whether a check found a row. */
    public boolean foundAny() {
        return findings.stream().anyMatch(check -> check.found() > 0);
    }

    /** Whether every check was run to its end. */
    public boolean allRun() {
        return findings.stream().allMatch(SqlChecks.Finding::wasRun);
    }
}
