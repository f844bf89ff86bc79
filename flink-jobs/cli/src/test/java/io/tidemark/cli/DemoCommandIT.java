package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                            "The shop's funnel   (sql/queries/funnel.sql)",
                            "Add to Cart",
                            "What was rejected, and why   (sql/queries/rejected_and_why.sql)",
                            "not_an_object",
                            "3,000 records, each in one table",
                            "The audit holds",
                            "What to try next:",
                            "./tidemark sql --lake " + lake)
                    .doesNotContain("not committed yet", "\tat ");
            assertThat(run.err())
                    .contains("Kafka: 127.0.0.1:", "Flink's web UI: http://127.0.0.1:", "sent 3,000 · committed 3,000")
                    .doesNotContain("\tat ", "WARN", "ERROR");
        }
        assertThat(funnel(lake)).isEqualTo(funnelByHand(lake));
    }

    private static List<String> funnel(Path lake) {
        return sql(lake, "--query", "funnel")
                .lines()
                .skip(1)
                // Without the segment, of which there is one, and the time that it took.
                .map(line -> line.substring(line.indexOf(',') + 1, line.lastIndexOf(',')))
                .toList();
    }

    /** The funnel once more, from the events one by one. */
    private static List<String> funnelByHand(Path lake) {
        List<String[]> events = sql(
                        lake,
                        "SELECT resolved_amplitude_id, event_type, event_time FROM events_resolved WHERE NOT time_suspect")
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        List<String> rows = new ArrayList<>();
        Map<String, Instant> before = null;
        int first = 0;
        for (String step : List.of("View Item", "Add to Cart", "Checkout", "Purchase")) {
            Map<String, Instant> reached = new HashMap<>();
            for (String[] event : events) {
                Instant time = Instant.parse(event[2]);
                boolean counts =
                        before == null || (before.containsKey(event[0]) && !time.isBefore(before.get(event[0])));
                if (event[1].equals(step) && counts) {
                    reached.merge(event[0], time, (one, other) -> one.isBefore(other) ? one : other);
                }
            }
            first = before == null ? reached.size() : first;
            rows.add(String.format(
                    Locale.ROOT,
                    "%d,%s,%d,%.1f",
                    rows.size() + 1,
                    step,
                    reached.size(),
                    100.0 * reached.size() / first));
            before = reached;
        }
        return rows;
    }

    private static String sql(Path lake, String... question) {
        List<String> args = new ArrayList<>(List.of("sql", "--lake", lake.toString(), "--format", "csv"));
        args.addAll(List.of(question));
        Run run = Run.of(args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return run.out();
    }
}
