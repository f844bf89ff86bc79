package io.tidemark.ops.answers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.rules.model.PersonEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Revenue, payment by payment. */
final class RevenueCases {
    private static final long WEEK = 7 * 86_400_000L;
    private static final double INCREDIBLE = 1e15;

    private RevenueCases() {}

    static List<Case> all() {
        Map<String, String> narrow = Map.of("from", "2024-01-09", "to", "2024-01-11 18:30");
        Map<String, String> nothing = Map.of("from", "1999-01-01", "to", "1999-01-02");
        Case days = perDay("none", Map.of());
        Case people = perPerson(100, Map.of());
        Case worth = ltv(3, Map.of());
        return List.of(
                days,
                days.asOf("half"),
                perDay("currency", narrow),
                perDay("event_type", Map.of()),
                perDay("currency", Map.of()),
                perDay("productId", Map.of()),
                perDay("revenueType", Map.of()),
                perDay("event_properties.$currency", Map.of()),
                perDay(
                        "none",
                        Map.of(
                                "interval",
                                "hour",
                                "zone",
                                "America/New_York",
                                "from",
                                "2024-01-09",
                                "to",
                                "2024-01-10")),
                perDay("none", Map.of("zone", "America/New_York", "cohort", "cohort(did=View Item; at_least=3)")),
                perDay("event_type", Map.of("interval", "month", "zone", "Asia/Kolkata")),
                perDay("none", Map.of("interval", "week", "week_begins", "sunday"))
                        .asOf("half"),
                perDay("none", Map.of("interval", "all", "filter", "platform is one of Web, iOS")),
                perDay("none", nothing),
                people,
                people.asOf("half"),
                perPerson(5, narrow),
                perPerson(9, Map.of("zone", "America/New_York", "from", "2024-01-09", "to", "2024-01-11 18:30")),
                perPerson(100, Map.of("zone", "Asia/Kolkata", "filter", "platform is Web"))
                        .asOf("half"),
                perPerson(7, Map.of("cohort", "cohort(did=View Item; at_least=3)")),
                perPerson(5, nothing),
                worth,
                worth.asOf("half"),
                ltv(8, Map.of("from", "2024-01-09", "to", "2024-01-19")),
                ltv(2, Map.of("from", "2024-02-26", "to", "2024-03-18")),
                ltv(5, Map.of("interval", "month", "zone", "America/New_York")),
                ltv(
                                2,
                                Map.of(
                                        "week_begins",
                                        "sunday",
                                        "zone",
                                        "America/New_York",
                                        "from",
                                        "2018-11-03",
                                        "to",
                                        "2018-12-01"))
                        .asOf("half"),
                ltv(3, Map.of("who", "new", "from", "2024-01-10 06:30", "zone", "Asia/Kolkata")),
                ltv(1, Map.of("who", "new", "from", "2018-11-08", "interval", "month")),
                ltv(3, Map.of("filter", "platform is one of Web, iOS", "from", "2024-01-01")),
                ltv(2, Map.of("cohort", "cohort(did=View Item; at_least=3)", "week_begins", "wednesday")),
                ltv(0, nothing));
    }

    /** Who paid what, and when. */
    private record Payment(PersonEvent event, BigDecimal amount) {}

    /** Whether the fields say what was paid; only where they do not, the properties do. */
    private static boolean isTyped(PersonEvent event) {
        return event.event().path("price").isNumber()
                || event.event().path("revenue").isNumber();
    }

    private static @Nullable BigDecimal amount(PersonEvent event) {
        JsonNode sent = isTyped(event) ? event.event() : event.object("event_properties");
        String prefix = isTyped(event) ? "" : "$";
        Double price = number(sent.path(prefix + "price"));
        Double quantity = number(sent.path(prefix + "quantity"));
        Double amount = price == null
                ? number(sent.path(prefix + "revenue"))
                : Double.valueOf(price * (quantity == null ? 1 : isTyped(event) ? quantity.longValue() : quantity));
        return amount != null && Math.abs(amount) < INCREDIBLE
                ? BigDecimal.valueOf(amount).setScale(6, RoundingMode.HALF_UP)
                : null;
    }

    /** A number, or the one that is sent as a text; null of anything else. */
    private static @Nullable Double number(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        String text = value.isTextual() ? value.textValue() : "";
        return text.matches(" *[-+]?\\d+([.]\\d+)?([eE][-+]?\\d{1,3})? *") ? Double.valueOf(text.strip()) : null;
    }

    /** What a payment is told apart by. */
    private static @Nullable String segment(PersonEvent event, String by) {
        if (by.equals("none")) {
            return "all";
        }
        boolean ofPayment = List.of("productId", "revenueType", "currency").contains(by);
        if (isTyped(event) || !ofPayment) {
            return Reading.property(event, by);
        }
        return Reading.property(event, "event_properties.$" + by);
    }

    private static List<Payment> payments(Reading reading) {
        Predicate<PersonEvent> counted = reading.counted();
        var payments = new ArrayList<Payment>();
        for (PersonEvent event : reading.history().events()) {
            BigDecimal amount = amount(event);
            if (amount != null
                    && !event.suspect()
                    && !event.type().startsWith("$")
                    && event.isWithin(reading.moment("from"), reading.moment("to"))
                    && counted.test(event)) {
                payments.add(new Payment(event, amount));
            }
        }
        return payments;
    }

    private static BigDecimal sum(List<Payment> payments) {
        return payments.stream().map(Payment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal cents(BigDecimal amount) {
        return Case.stripped(amount.setScale(2, RoundingMode.HALF_UP));
    }

    private static @Nullable BigDecimal cents(BigDecimal amount, long among) {
        return among == 0 ? null : Case.stripped(amount.divide(BigDecimal.valueOf(among), 2, RoundingMode.HALF_UP));
    }

    private static Case perDay(String by, Map<String, String> range) {
        var given = new TreeMap<>(range);
        given.put("by", by);
        return Case.of("revenue", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("day");
            var days = new TreeMap<LocalDateTime, TreeMap<String, List<Payment>>>();
            for (Payment payment : payments(reading)) {
                String text = segment(payment.event(), by);
                days.computeIfAbsent(cells.begin(payment.event().ms()), day -> new TreeMap<>())
                        .computeIfAbsent(text == null ? "(none)" : text, segment -> new ArrayList<>())
                        .add(payment);
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            days.forEach((day, segments) -> segments.forEach((segment, list) -> {
                long people = list.stream()
                        .map(payment -> payment.event().amplitudeId())
                        .filter(Objects::nonNull)
                        .distinct()
                        .count();
                rows.add(Case.row(
                        cells.text(day),
                        segment,
                        list.size(),
                        people,
                        cents(sum(list)),
                        cents(sum(list), list.size()),
                        cents(sum(list), people)));
            }));
            return rows;
        });
    }

    private static Case perPerson(int top, Map<String, String> range) {
        var given = new TreeMap<>(range);
        given.put("top", Integer.toString(top));
        return Case.of("revenue_per_person", given, histories -> {
            var reading = new Reading(given, histories.seen());
            var people = new TreeMap<Long, List<Payment>>();
            for (Payment payment : payments(reading)) {
                Long person = payment.event().amplitudeId();
                if (person != null) {
                    people.computeIfAbsent(person, p -> new ArrayList<>()).add(payment);
                }
            }
            List<Long> best = people.keySet().stream()
                    .sorted(Comparator.comparing((Long person) -> sum(people.get(person)))
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(top)
                    .toList();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Long person : best) {
                List<Payment> list = people.get(person);
                rows.add(Case.row(
                        rows.size() + 1,
                        person,
                        list.stream()
                                .map(payment -> payment.event().text("user_id"))
                                .filter(Objects::nonNull)
                                .max(Comparator.naturalOrder())
                                .orElse(null),
                        list.size(),
                        cents(sum(list)),
                        minute(
                                reading.zone(),
                                list.stream()
                                        .mapToLong(p -> p.event().ms())
                                        .min()
                                        .orElseThrow()),
                        minute(
                                reading.zone(),
                                list.stream()
                                        .mapToLong(p -> p.event().ms())
                                        .max()
                                        .orElseThrow())));
            }
            return rows;
        });
    }

    private static String minute(ZoneId zone, long ms) {
        String local = Instant.ofEpochMilli(ms).atZone(zone).toLocalDateTime().toString();
        return local.substring(0, "2018-11-05T14:30".length()).replace('T', ' ');
    }

    static String minute(long ms) {
        return Instant.ofEpochMilli(ms).toString().substring(0, 16).replace('T', ' ');
    }

    private static Case ltv(int weeks, Map<String, String> others) {
        var given = new TreeMap<>(others);
        given.put("weeks", Integer.toString(weeks));
        return Case.of("ltv", given, histories -> {
            var reading = new Reading(given, histories.seen());
            Cells cells = reading.cells("week");
            Map<Long, Long> firstEvents = reading.firstEvents();
            Long from = reading.moment("from");
            long known = reading.knownUpTo("to");
            var cohorts = new TreeMap<LocalDateTime, List<List<PersonEvent>>>();
            reading.countedPeople().forEach((person, events) -> {
                boolean isNew = from == null || firstEvents.get(person) >= from;
                if (isNew || reading.text("who", "all").equals("all")) {
                    cohorts.computeIfAbsent(cells.begin(events.get(0).ms()), begin -> new ArrayList<>())
                            .add(events);
                }
            });
            List<List<@Nullable Object>> rows = new ArrayList<>();
            cohorts.forEach((begin, members) -> {
                for (int week = 0; week <= weeks; week++) {
                    rows.add(worth(cells.text(begin), members, week, known));
                }
            });
            return rows;
        });
    }

    private static List<@Nullable Object> worth(String cohort, List<List<PersonEvent>> members, int week, long known) {
        BigDecimal paid = BigDecimal.ZERO;
        boolean whole = true;
        Set<Long> paying = new HashSet<>();
        for (List<PersonEvent> events : members) {
            long end = events.get(0).ms() + (week + 1) * WEEK;
            whole &= end <= known;
            for (PersonEvent event : events) {
                BigDecimal amount = amount(event);
                if (amount != null && event.ms() < end) {
                    paid = paid.add(amount);
                    paying.add(event.amplitudeId());
                }
            }
        }
        return Case.row(
                cohort,
                members.size(),
                week,
                whole ? "whole" : "unfinished",
                cents(paid),
                cents(paid, members.size()),
                paying.size(),
                cents(paid, paying.size()));
    }
}
