package io.tidemark.ops.answers;

import io.tidemark.rules.model.History;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The right answers to the events of {@link TrapFiles}, row for row. */
final class TrapCases {
    private static final BigDecimal NONE = BigDecimal.ZERO;
    private static final BigDecimal THIRD = new BigDecimal("33.3");
    private static final BigDecimal HALF = BigDecimal.valueOf(50);
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    private TrapCases() {}

    @SafeVarargs
    private static Case right(String question, Map<String, String> given, List<@Nullable Object>... rows) {
        List<List<@Nullable Object>> right = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            right.add(row);
        }
        return Case.of(question, given, histories -> right);
    }

    static List<Case> late() {
        return List.of(
                right(
                        "lifecycle",
                        Map.of(),
                        Case.row("2024-03-02", 2, 2, 0, 0, 0, true),
                        Case.row("2024-03-03", 0, 0, 0, 0, 2, true),
                        Case.row("2024-03-04", 2, 0, 0, 2, 0, true),
                        Case.row("2024-03-05", 0, 0, 0, 0, 2, true),
                        Case.row("2024-03-06", 2, 0, 0, 2, 0, false)),
                right(
                        "retention",
                        Map.of("who", "new", "show", "cohorts", "days", "0,2,4"),
                        Case.row("2024-03-02", "all", "0", 2, 0, NONE, true),
                        Case.row("2024-03-02", "all", "2", 2, 2, ALL, true),
                        Case.row("2024-03-02", "all", "4", 2, 2, ALL, false)),
                right(
                        "active_people",
                        Map.of(),
                        Case.row("2024-03-02", "all", 2, 2, 2, ALL, true),
                        Case.row("2024-03-03", "all", 0, 2, 2, NONE, true),
                        Case.row("2024-03-04", "all", 2, 2, 2, ALL, true),
                        Case.row("2024-03-05", "all", 0, 2, 2, NONE, true),
                        Case.row("2024-03-06", "all", 2, 2, 2, ALL, false)));
    }

    static List<Case> quiet() {
        return List.of(
                right(
                        "lifecycle",
                        Map.of("event", "Buy"),
                        Case.row("2024-03-04", 2, 2, 0, 0, 0, true),
                        Case.row("2024-03-05", 0, 0, 0, 0, 2, true)),
                right(
                        "segmentation",
                        Map.of("event", "Buy", "complete", "tell"),
                        counted("2024-03-04", 2, 2, null, true)),
                right(
                        "active_people",
                        Map.of("event", "Buy"),
                        Case.row("2024-03-04", "all", 2, 2, 2, ALL, true),
                        Case.row("2024-03-05", "all", 0, 2, 2, NONE, true),
                        Case.row("2024-03-06", "all", 0, 2, 2, NONE, true),
                        Case.row("2024-03-07", "all", 0, 2, 2, NONE, false)));
    }

    /** A row of segmentation without numbers, where each person has as many events as any other. */
    private static List<@Nullable Object> counted(
            String time, int events, int people, @Nullable BigDecimal percentActive, @Nullable Boolean complete) {
        BigDecimal perPerson = BigDecimal.valueOf(events / people);
        return Case.row(time, "all", events, people, perPerson, null, null, null, null, percentActive, complete);
    }

    static List<Case> until() {
        Map<String, String> twoDays = Map.of("complete", "tell", "to", "2024-03-06");
        Map<String, String> cutDay = Map.of("complete", "tell", "from", "2024-03-04 11:00", "to", "2024-03-05 12:00");
        return List.of(
                right(
                        "retention",
                        Map.of("days", "1", "from", "2024-03-04", "to", "2024-03-05", "until", "2024-03-06"),
                        Case.row("2024-03-04", "all", "1", 2, 1, HALF, true),
                        Case.row("all", "all", "1", 2, 1, HALF, true)),
                right(
                        "segmentation",
                        twoDays,
                        counted("2024-03-04", 2, 2, null, true),
                        counted("2024-03-05", 1, 1, null, true)),
                right(
                        "segmentation",
                        cutDay,
                        counted("2024-03-04", 1, 1, null, true),
                        counted("2024-03-05", 1, 1, null, false)),
                right(
                        "segmentation",
                        Map.of("complete", "tell", "from", "2024-03-05", "to", "2024-03-07", "interval", "all"),
                        counted("all", 2, 2, null, true)),
                right(
                        "segmentation",
                        Map.of("complete", "tell", "from", "2024-03-05", "to", "2024-03-08", "interval", "week"),
                        Case.row(
                                "2024-03-04", "all", 3, 2, new BigDecimal("1.5"), null, null, null, null, null, false)),
                right(
                        "active_people",
                        Map.of("from", "2024-03-06", "to", "2024-03-07"),
                        Case.row("2024-03-06", "all", 1, 3, 3, THIRD, true)),
                right(
                        "frequency",
                        Map.of("interval", "all", "buckets", "1, 2"),
                        Case.row("all", "all", "1", 1, THIRD),
                        Case.row("all", "all", "2+", 2, new BigDecimal("66.7"))));
    }

    static List<Case> ahead() {
        return List.of(
                right(
                        "retention",
                        Map.of("days", "0,1"),
                        Case.row("2024-03-04", "all", "0", 1, 0, NONE, true),
                        Case.row("2024-03-04", "all", "1", 1, 1, ALL, false),
                        Case.row("2024-03-05", "all", "0", 2, 0, NONE, false),
                        Case.row("2024-03-05", "all", "1", 2, 0, NONE, false),
                        Case.row("2024-03-06", "all", "0", 1, 0, NONE, false),
                        Case.row("2024-03-06", "all", "1", 1, 0, NONE, false),
                        Case.row("all", "all", "0", 1, 0, NONE, true),
                        Case.row("all", "all", "1", 0, 0, null, true)),
                right(
                        "segmentation",
                        Map.of("complete", "tell"),
                        counted("2024-03-04", 1, 1, null, true),
                        counted("2024-03-05", 2, 2, null, false),
                        counted("2024-03-06", 1, 1, null, false)),
                right(
                        "active_people",
                        Map.of(),
                        Case.row("2024-03-04", "all", 1, 1, 1, ALL, true),
                        Case.row("2024-03-05", "all", 2, 2, 2, ALL, false),
                        Case.row("2024-03-06", "all", 1, 3, 3, THIRD, false)));
    }

    static List<Case> sessions() {
        return List.of(
                right("sessions", Map.of(), Case.row("2024-03-04", "all", 2, 2, BigDecimal.ONE, 4, 20, 10, 30, 30, 0)),
                right(
                        "SELECT session_id, length_ms FROM sessions WHERE by_client ORDER BY started",
                        Map.of(),
                        Case.row(1709546400000L, 10_000),
                        Case.row(1709553600000L, 30_000)));
    }

    static List<Case> paid() {
        return List.of(
                right(
                        "segmentation",
                        Map.of("event", "Buy", "active", "tell"),
                        counted("2024-03-04", 1, 1, HALF, null),
                        counted("2024-03-05", 1, 1, ALL, null)),
                right(
                        "segmentation",
                        Map.of("event", "Buy", "active", "tell", "inactive", "Refund", "to", "2024-03-05"),
                        counted("2024-03-04", 1, 1, ALL, null)),
                right(
                        "segmentation",
                        Map.of("event", "Refund", "active", "tell", "inactive", "Refund"),
                        counted("2024-03-04", 1, 1, HALF, null)),
                right(
                        "revenue",
                        Map.of(),
                        Case.row("2024-03-04", "all", 2, 2, money(6), money(3), money(3)),
                        Case.row("2024-03-05", "all", 1, 1, money(20), money(20), money(20))),
                right(
                        "revenue_per_person",
                        Map.of(),
                        payer(1, "user-mo05", 20, "2024-03-05 10:00"),
                        payer(2, "user-mo01", 10, "2024-03-04 10:00"),
                        payer(3, "user-mo03", -4, "2024-03-04 10:00")),
                right(
                        "ltv",
                        Map.of("weeks", "2"),
                        Case.row("2024-02-26", 1, 0, "whole", money(0), money(0), 0, null),
                        Case.row("2024-02-26", 1, 1, "unfinished", money(20), money(20), 1, money(20)),
                        Case.row("2024-02-26", 1, 2, "unfinished", money(20), money(20), 1, money(20)),
                        Case.row("2024-03-04", 2, 0, "unfinished", money(6), money(3), 2, money(3)),
                        Case.row("2024-03-04", 2, 1, "unfinished", money(6), money(3), 2, money(3)),
                        Case.row("2024-03-04", 2, 2, "unfinished", money(6), money(3), 2, money(3))));
    }

    private static List<@Nullable Object> payer(int place, String user, long amount, String at) {
        return Case.row(place, History.amplitudeId("user:" + user), user, 1, money(amount), at, at);
    }

    private static BigDecimal money(long amount) {
        return BigDecimal.valueOf(amount);
    }
}
