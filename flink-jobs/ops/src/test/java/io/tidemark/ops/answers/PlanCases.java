package io.tidemark.ops.answers;

import io.tidemark.rules.model.RandomHistory.Sent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Events told apart by what people had when they came in, and by lists: people with plans, who say so in every way that there
 * is, late, before they log in, and in lists.
 */
final class PlanCases {
    private static final String BUY = "Buy a Plan";
    private static final String PLAN = "user_properties.plan";
    private static final String TAGS = "event_properties.tags";

    private PlanCases() {}

    static List<Case> all() {
        return Stream.of(segmentation(), people(), funnels(), RevenueCases.byProperties(), CohortCases.byProperties())
                .flatMap(List::stream)
                .toList();
    }

    /** The rows by hand of the file {@code q-plan.jsonl}, for a lake that has it. */
    static List<Case> ofTheFile() {
        return List.of(
                Case.of(
                        "segmentation",
                        Map.of("event", "Buy", "by", PLAN),
                        histories ->
                                List.of(row("(none)", 1, 1), row("free", 1, 1), row("pro", 2, 2), row("team", 1, 1))),
                Case.of(
                        "segmentation",
                        Map.of("event", "Buy", "by", TAGS),
                        histories -> List.of(row("(none)", 3, 3), row("a", 1, 1), row("b", 2, 2))));
    }

    private static List<Object> row(String segment, int events, int people) {
        return Case.row("2024-03-04", segment, events, people, BigDecimal.ONE, null, null, null, null, null, null);
    }

    private static List<Case> segmentation() {
        Case plan = SegmentationCases.segmentation(Map.of("event", BUY, "by", PLAN));
        Case tags = SegmentationCases.segmentation(Map.of("event", BUY, "by", TAGS));
        return List.of(
                plan,
                plan.asOf("half"),
                tags,
                tags.asOf("half"),
                SegmentationCases.segmentation(Map.of("event", BUY, "by", "groups.company")),
                SegmentationCases.segmentation(Map.of("event", BUY, "by", "user_properties.teams")),
                SegmentationCases.segmentation(Map.of("event", BUY, "where", "user_properties.teams", "is", "red")),
                SegmentationCases.segmentation(Map.of("event", BUY, "where", TAGS, "is", "it's \\ \"b\"", "by", PLAN)),
                SegmentationCases.segmentation(Map.of(
                        "event",
                        BUY,
                        "by",
                        "user_properties.first",
                        "where",
                        PLAN,
                        "is",
                        "pro",
                        "number",
                        "user_properties.seats",
                        "percentile",
                        "90",
                        "from",
                        "2024-01-08 01:00",
                        "to",
                        "2024-01-08 03:00")),
                SegmentationCases.segmentation(Map.of("by", "user_properties.n", "interval", "week")),
                SegmentationCases.segmentation(
                        Map.of("by", "user_properties.list", "where", "user_properties.set", "is", "1.1")),
                SegmentationCases.segmentation(Map.of("by", "user_properties.plan", "interval", "week")));
    }

    private static List<Case> people() {
        Case pro = MicroscopeCases.microscope(Map.of("event", BUY, "by", PLAN, "segment", "pro"));
        return List.of(
                pro,
                pro.asOf("half"),
                MicroscopeCases.microscope(Map.of("event", BUY, "by", TAGS, "segment", "b")),
                MicroscopeCases.microscope(
                        Map.of("event", BUY, "by", TAGS, "segment", "(none)", "where", PLAN, "is", "team")));
    }

    private static List<Case> funnels() {
        List<String> steps = List.of(BUY, "Use a Plan");
        Case plan = FunnelCases.funnel(steps, "7 days", false, PLAN, Map.of());
        return List.of(
                plan,
                plan.asOf("half"),
                FunnelCases.funnel(steps, "1 day", true, TAGS, Map.of()),
                FunnelCases.inAnyOrder(Map.of("steps", "Use a Plan, " + BUY, "window", "1 hour", "by", TAGS)),
                FunnelCases.inAnyOrder(
                        Map.of("steps", "Use a Plan, " + BUY, "window", "2 minutes", "by", PLAN, "count", "times")),
                MicroscopeCases.funnel(
                        Map.of("steps", String.join(", ", steps), "by", TAGS, "segment", "b", "outcome", "reached")),
                MicroscopeCases.funnel(
                        Map.of("steps", String.join(", ", steps), "by", PLAN, "segment", "pro", "outcome", "reached")));
    }

    /** What these people do, an event a minute; those of the second day come in late, behind all others. */
    static List<Sent> traffic(long from) {
        var log = new ArrayList<Sent>();
        String[] said = {
            "{\"$set\":{\"plan\":\"pro\",\"seats\":3,\"teams\":[\"red\",\"blue\"]},\"$setOnce\":{\"first\":\"pro\"}}",
            "{\"plan\":\"free\",\"first\":[],\"other\":1}",
            "{\"$setOnce\":{\"plan\":\"trial\",\"first\":\"trial\"},\"$append\":{\"teams\":\"red\"}}",
            "{\"$add\":{\"seats\":1},\"$prepend\":{\"teams\":[\"green\",\"red\"]}}",
            "{\"$unset\":{\"plan\":\"-\"},\"$remove\":{\"teams\":\"red\"}}",
            "{\"$set\":{\"plan\":[\"team\",\"pro\",\"team\",null,{\"k\":1},[\"x\"]]},\"$postInsert\":{\"teams\":\"it's\"}}",
            "{\"$clearAll\":\"-\"}",
            "{\"\\u0070lan\":\"escaped\",\"$preInsert\":{\"teams\":[1.50,\"1.5\",true]}}",
            "{\"$set\":{\"other\":\"plan\"},\"x\":{\"plan\":\"inside\"}}",
            "{\"plan\":\"pro\"}",
            "{\"plan\":null}",
            "{\"$add\":{\"seats\":\"2\",\"plan\":1}}",
        };
        String[] tags = {
            "[\"a\",\"b\"]",
            "[\"b\",\"b\"]",
            "[]",
            "\"b\"",
            "[1.0,\"1\",{\"k\":1},[\"x\"],null,true]",
            "null",
            "[\"it's \\\\ \\\"b\\\"\"]",
            "{\"k\":[\"a\"]}",
            "[\"(none)\",\"a\"]",
            "[[]]"
        };
        for (int i = 0; i < 240; i++) {
            int person = i % 7;
            // The first two use a device each before they log in on it; the device has a plan of its own then.
            String user = person < 2 && i < 100 ? "" : "\"user_id\":\"user-plan-%d\",".formatted(person % 5);
            boolean identifies = i % 3 == 0;
            String type = identifies ? "$identify" : i % 3 == 1 ? BUY : "Use a Plan";
            String saying = identifies || i % 11 == 0 ? said[i * 5 / 3 % said.length] : "null";
            long ms = from + (i % 10 == 9 ? 86_400_000L - i : i * 60_000L);
            String event =
                    "{%s\"device_id\":\"device-plan-%d\",\"event_type\":\"%s\",\"time\":%d,\"insert_id\":\"plan-%d\","
                                    .formatted(user, person, type, ms, i)
                            + "\"server_received_time\":%d,\"price\":%d,\"user_properties\":%s,"
                                    .formatted(from + 86_400_000L, i % 4, saying)
                            + "\"event_properties\":{\"tags\":%s,\"n\":%d},\"groups\":{\"company\":%s}}"
                                    .formatted(
                                            tags[i % tags.length], i, i % 2 == 0 ? "\"acme\"" : "[\"acme\",\"blue\"]");
            log.add(new Sent(event.getBytes(StandardCharsets.UTF_8), from + 86_400_000L + i));
        }
        return log;
    }
}
