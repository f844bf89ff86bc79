package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The people behind one point of a chart of segmentation, and behind one bar of a funnel. */
final class MicroscopeCases {
    private static final String MUSIC = "Home, NextSong, Logout";

    private MicroscopeCases() {}

    static List<Case> all() {
        Case listened = microscope(Map.of(
                "event", "NextSong",
                "by", "user_properties.level",
                "segment", "paid",
                "from", "2018-11-05",
                "to", "2018-11-06"));
        Case stopped = funnel(Map.of("steps", MUSIC, "step", "3"));
        return List.of(
                microscope(Map.of()),
                listened,
                listened.asOf("half"),
                microscope(Map.of("by", "event_properties.category", "segment", "(none)", "from", "2024-01-10")),
                microscope(Map.of("by", "city", "segment", "München")),
                microscope(Map.of("by", "event_properties.tags", "segment", "it's \\ \"b\"")),
                microscope(Map.of(
                        "event", "View Item | Add*",
                        "filter", "platform is one of Web, iOS",
                        "cohort", "cohort(did=View Item; at_least=3)",
                        "zone", "America/New_York",
                        "from", "2024-01-10",
                        "to", "2024-01-11")),
                microscope(Map.of("inactive", "View Item, NextSong", "by", "platform", "segment", "Web"))
                        .asOf("half"),
                microscope(Map.of("from", "1999-01-01", "to", "1999-01-02")),
                funnel(Map.of()),
                stopped,
                stopped.asOf("half"),
                funnel(Map.of("steps", MUSIC, "step", "2", "outcome", "reached", "window", "1 day")),
                funnel(Map.of("outcome", "reached", "step", "1", "by", "platform", "segment", "iOS")),
                funnel(Map.of("steps", "View Item, Add to Cart", "order", "strict", "from", "2024-01-10")),
                funnel(Map.of("step", "1")),
                funnel(Map.of("steps", "View Item, it's \\ \"no\" event")),
                funnel(Map.of("from", "1999-01-01", "to", "1999-01-02", "outcome", "reached")),
                funnel(Map.of("step", "3", "later", "window", "to", "2024-01-11", "filter", "platform is Web")),
                funnel(Map.of("steps", MUSIC, "count", "times", "without", "Thumbs*", "same", "platform")),
                funnel(Map.of("who", "new", "from", "2024-01-10", "cohort", "cohort(did=View Item; at_least=2)")),
                funnel(Map.of("steps", "Checkout, Search, View Item", "order", "any", "window", "1 hour", "step", "3")),
                funnel(Map.of(
                                "steps",
                                "Logout, Home",
                                "order",
                                "any",
                                "outcome",
                                "reached",
                                "count",
                                "times",
                                "window",
                                "1 hour"))
                        .asOf("half"));
    }

    static Case microscope(Map<String, String> given) {
        return Case.of("microscope", given, histories -> {
            var reading = new Reading(given, histories.seen());
            List<List<@Nullable Object>> rows = new ArrayList<>();
            new TreeMap<>(reading.people()).forEach((person, all) -> {
                List<PersonEvent> events = all.stream()
                        .filter(event -> reading.isType(event, "event") && reading.counts(event))
                        .filter(event -> reading.passes(event)
                                && reading.segments(event).contains(reading.text("segment", "all")))
                        .toList();
                if (!events.isEmpty()) {
                    rows.add(Case.row(
                            person,
                            Reading.user(events.get(0)),
                            events.size(),
                            Instant.ofEpochMilli(events.get(0).ms()),
                            Instant.ofEpochMilli(events.get(events.size() - 1).ms())));
                }
            });
            return rows;
        });
    }

    static Case funnel(Map<String, String> given) {
        return Case.of("microscope_funnel", given, histories -> {
            var reading = new Reading(given, histories.seen());
            boolean reached = reading.text("outcome", "dropped").equals("reached");
            int step = reading.number("step", 2);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (FunnelCases.Try one : FunnelCases.counted(reading)) {
                PersonEvent first = one.first();
                boolean shown = reached ? one.steps() >= step : one.steps() == step - 1;
                if (shown && reading.segments(one.toldBy()).contains(reading.text("segment", "all"))) {
                    rows.add(Case.row(
                            first.amplitudeId(),
                            Reading.user(first),
                            one.steps(),
                            Instant.ofEpochMilli(first.ms()),
                            Instant.ofEpochMilli(one.reached().get(one.steps() - 1))));
                }
            }
            return rows;
        });
    }
}
