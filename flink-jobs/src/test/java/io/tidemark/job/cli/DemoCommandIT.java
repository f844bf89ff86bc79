package io.tidemark.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, made short, in a process of its own with the heap that it promises to live in. */
@Timeout(300)
class DemoCommandIT {
    @TempDir
    private Path directory;

    @Test
    void itShowsWhatTheLakeKnowsAndThatTheAuditHolds() throws Exception {
        Path lake = directory.resolve("shop");
        try (TidemarkProcess demo = TidemarkProcess.start(
                directory, "demo", "--events", "3000", "--rate", "1000", "--seed", "7", "--lake", lake.toString())) {
            Run run = demo.end();
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
            assertThat(run.out())
                    .contains(
                            "Events per hour, and the people behind them   (sql/queries/events_per_hour.sql)",
                            "People before and after merging   (sql/queries/people_before_and_after_merging.sql)",
                            "The shop's funnel   (sql/queries/shop_funnel.sql)",
                            "Add to Cart",
                            "What was rejected, and why   (sql/queries/rejected_and_why.sql)",
                            "invalid_json",
                            "3,000 records, each in one table",
                            "The audit holds",
                            "What to try next:",
                            "./tidemark sql --lake " + lake)
                    .doesNotContain("not committed yet", "\tat ");
            assertThat(run.err())
                    .contains("Kafka: 127.0.0.1:", "Flink's web UI: http://127.0.0.1:", "sent 3,000 · committed 3,000")
                    .doesNotContain("\tat ", "WARN", "ERROR");
        }
        assertThat(Run.of("sql", "--lake", lake.toString(), "--format", "csv", "SELECT COUNT(*) n FROM throttled")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }
}
