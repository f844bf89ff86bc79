package io.tidemark.ops.answers;

import io.tidemark.rules.model.PersonEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How often people did something, hour by hour, day by day, week by week or month by month, or in all. */
final class FrequencyCases {
    private FrequencyCases() {}

    static List<Case> all() {
        Case all = frequency(Map.of());
        Case listened = frequency(Map.of(
                "event", "NextSong",
                "interval", "week",
                "week_begins", "sunday",
                "zone", "America/New_York",
                "by", "user_properties.level",
                "buckets", "1, 5, 6, 20"));
        return List.of(
                all,
                all.asOf("half"),
                listened,
                listened.asOf("half"),
                frequency(Map.of("event", "View Item | Add*", "interval", "month", "filter", "platform is Web")),
                frequency(Map.of("event", "Buy a Plan", "by", "event_properties.tags", "interval", "all")),
                frequency(Map.of("interval", "all", "where", "platform", "is", "iOS", "buckets", "3,4")),
                frequency(Map.of("interval", "all", "buckets", "7")),
                frequency(Map.of("inactive", "NextSong, View Item", "interval", "week"))
                        .asOf("half"),
                frequency(Map.of("cohort", "cohort(did=View Item; at_least=3)", "zone", "Asia/Kolkata")),
                frequency(Map.of("interval", "hour", "from", "2018-11-04", "to", "2018-11-05 09:30")),
                frequency(Map.of("event", "it's \\ \"no\" event")),
                frequency(Map.of("from", "1999-01-01", "to", "1999-01-02")));
    }

    private static Case frequency(Map<String, String> given) {
        return Case.of("frequency", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("day");
            List<Integer> begins = Arrays.stream(
                            reading.text("buckets", "1, 2, 3, 4, 5, 10").split(", *"))
                    .map(Integer::valueOf)
                    .toList();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            SegmentationCases.toldApart(reading, cells)
                    .forEach((cell, segments) -> segments.forEach((segment, events) -> {
                        Collection<Long> times = events.stream()
                                .collect(Collectors.groupingBy(PersonEvent::amplitudeId, Collectors.counting()))
                                .values();
                        for (int i = 0; i < begins.size(); i++) {
                            long least = begins.get(i);
                            boolean last = i + 1 == begins.size();
                            long most = last ? Long.MAX_VALUE : begins.get(i + 1) - 1;
                            String range = least == most ? "" + least : least + "-" + most;
                            long people = times.stream()
                                    .filter(one -> one >= least && one <= most)
                                    .count();
                            rows.add(Case.row(
                                    cells.text(cell),
                                    segment,
                                    last ? least + "+" : range,
                                    people,
                                    Case.percent(people, times.size())));
                        }
                    }));
            return rows;
        });
    }
}
