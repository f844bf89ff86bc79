package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.time.Duration;
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
        Case stopped = funnel(Map.of("steps", MUSIC, "step", "3"), 7);
        return List.of(
                microscope(Map.of()),
                listened,
                listened.asOf("half"),
                microscope(Map.of("by", "event_properties.category", "segment", "(none)", "from", "2024-01-10")),
                microscope(Map.of("by", "city", "segment", "L'Aquila \\ \"Süd\"")),
                microscope(Map.of("from", "1999-01-01", "to", "1999-01-02")),
                funnel(Map.of(), 7),
                stopped,
                stopped.asOf("half"),
                funnel(Map.of("steps", MUSIC, "step", "2", "outcome", "reached", "window", "1 day"), 1),
                funnel(Map.of("outcome", "reached", "step", "1", "by", "platform", "segment", "iOS"), 7),
                funnel(Map.of("steps", "View Item, Add to Cart", "order", "strict", "from", "2024-01-10"), 7),
                funnel(Map.of("step", "1"), 7),
                funnel(Map.of("steps", "View Item, it's \\ \"no\" event"), 7),
                funnel(Map.of("from", "1999-01-01", "to", "1999-01-02", "outcome", "reached"), 7));
    }

    static Case microscope(Map<String, String> given) {
        return Case.of("microscope", given, histories -> {
            var reading = new Reading(given, histories.seen());
            List<List<@Nullable Object>> rows = new ArrayList<>();
            new TreeMap<>(reading.people()).forEach((person, all) -> {
                List<PersonEvent> events = all.stream()
                        .filter(event -> reading.isType(event, "event"))
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

    static Case funnel(Map<String, String> given, int days) {
        return Case.of("microscope_funnel", given, histories -> {
            var reading = new Reading(given, histories.seen());
            String[] steps = reading.text("steps", "View Item, Add to Cart, Checkout, Purchase")
                    .split(", ");
            boolean strict = reading.text("order", "loose").equals("strict");
            boolean reached = reading.text("outcome", "dropped").equals("reached");
            int step = reading.number("step", 2);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            new TreeMap<>(reading.people()).forEach((person, events) -> {
                List<PersonEvent> best =
                        best(events, steps, Duration.ofDays(days).toMillis(), strict);
                boolean shown = reached ? best.size() >= step : best.size() == step - 1;
                if (!best.isEmpty()
                        && shown
                        && reading.segments(best.get(0)).contains(reading.text("segment", "all"))) {
                    rows.add(Case.row(
                            person,
                            Reading.user(best.get(0)),
                            best.size(),
                            Instant.ofEpochMilli(best.get(0).ms()),
                            Instant.ofEpochMilli(best.get(best.size() - 1).ms())));
                }
            });
            return rows;
        });
    }

    /** The events of the steps in the try that got furthest, the first of several; none without a first step. */
    private static List<PersonEvent> best(List<PersonEvent> events, String[] steps, long window, boolean strict) {
        List<PersonEvent> best = List.of();
        for (int i = 0; i < events.size(); i++) {
            var done = new ArrayList<PersonEvent>();
            for (int j = i; j < events.size() && done.size() < steps.length; j++) {
                PersonEvent event = events.get(j);
                boolean fits = event.type().equals(steps[done.size()]);
                boolean late = event.ms() - events.get(i).ms() > window;
                if (late || (!fits && (strict || done.isEmpty()))) {
                    break;
                } else if (fits) {
                    done.add(event);
                }
            }
            best = done.size() > best.size() ? done : best;
        }
        return best;
    }
}
