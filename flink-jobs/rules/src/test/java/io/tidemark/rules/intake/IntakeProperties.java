package io.tidemark.rules.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.identity.Device;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.ValueIntake.IdentityRow;
import io.tidemark.rules.intake.ValueIntake.MergeRow;
import io.tidemark.rules.intake.ValueIntake.Row;
import io.tidemark.rules.model.LogModel;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.model.RandomHistory.Sent;
import io.tidemark.rules.model.ReleasedHistory;
import io.tidemark.rules.model.Verdict;
import io.tidemark.rules.seeded.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The central properties of the decision, over random logs that hold every trap of events.md and identity.md. */
class IntakeProperties {
    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.ORGANISATION, "acme");
    private static final IntakeRules RULES =
            new IntakeRules(KEYS, 5, 7 * 86_400_000L, new IntakeRules.Throttle(1, 30, 40));
    private static final int HISTORIES = 60;
    private static final int RECORDS = 500;

    /** A record at its place in the log. */
    private record Entry(LogPosition place, Sent sent) {}

    @Test
    void everyRecordEndsWhereTheModelSays() {
        Seeds.forEach(HISTORIES, seed -> {
            List<Sent> log = log(seed);
            if (!modelsVerdicts(log).equals(verdicts(log))) {
                List<Sent> few = Seeds.shrink(log, part -> !modelsVerdicts(part).equals(verdicts(part)));
                assertThat(verdicts(few)).as("of the log %s", text(few)).isEqualTo(modelsVerdicts(few));
            }
        });
    }

    @Test
    void theHistoriesHoldEveryTrap() {
        List<Verdict> all = new ArrayList<>();
        for (long seed = 1; seed <= HISTORIES; seed++) {
            all.addAll(modelsVerdicts(log(seed)));
        }
        assertThat(all.stream().map(Verdict::outcome)).contains("accepted", "duplicate", "throttled", "rejected");
        assertThat(all.stream().map(Verdict::reason))
                .contains("invalid_json", "not_an_object", "missing_event_type", "missing_identity", "invalid_field")
                .contains("invalid_user_id", "invalid_device_id", "id_too_short", "id_not_a_string");
    }

    /** {@code rebuild(log) == ingest(log)}: the identity tables are the fold of the events, to the byte. */
    @Test
    void theIdentitiesFoldedAgainFromTheEventsAreTheSame() {
        Seeds.forEach(HISTORIES, seed -> {
            ValueIntake ingested = ingest(places(log(seed)));
            List<Row> events = ingested.rows.stream()
                    .filter(row -> row.outcome().equals("accepted"))
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(events, new Random(seed));
            List<IdentityRow> identities = new ArrayList<>();
            List<MergeRow> merges = new ArrayList<>();
            Map<LogPosition, Long> owners = rebuild(events, identities, merges);

            assertThat(identities).isNotEmpty().containsExactlyInAnyOrderElementsOf(ingested.identities);
            assertThat(merges).containsExactlyInAnyOrderElementsOf(ingested.merges);
            events.forEach(event -> assertThat(owners.get(event.place()))
                    .as("owner of %s", event)
                    .isEqualTo(event.owner()));
        });
    }

    @Test
    void howDevicesInterleaveChangesNothing() {
        Seeds.forEach(HISTORIES, seed -> {
            List<Entry> log = places(log(seed));
            ValueIntake asSent = ingest(log);
            ValueIntake otherwise = ingest(interleave(log, new Random(seed)));

            assertThat(otherwise.rows).containsExactlyInAnyOrderElementsOf(asSent.rows);
            assertThat(otherwise.identities).containsExactlyInAnyOrderElementsOf(asSent.identities);
            assertThat(otherwise.merges).containsExactlyInAnyOrderElementsOf(asSent.merges);
        });
    }

    /** Every other log has records that were let back in. */
    private static List<Sent> log(long seed) {
        return seed % 2 == 0 ? RandomHistory.sent(seed, RECORDS) : ReleasedHistory.sent(seed, RECORDS);
    }

    private static Map<LogPosition, Long> rebuild(
            List<Row> events, List<IdentityRow> identities, List<MergeRow> merges) {
        Map<String, DeviceIdentity> devices = new HashMap<>();
        Map<LogPosition, Long> owners = new HashMap<>();
        events.stream()
                .sorted(Comparator.comparing(Row::deviceKey)
                        .thenComparing(row -> row.place().generation())
                        .thenComparing(row -> row.place().offset()))
                .filter(event -> !event.groupOnly())
                .forEach(event -> {
                    DeviceIdentity before = devices.getOrDefault(event.deviceKey(), DeviceIdentity.UNSEEN);
                    var change = before.observe(new Device(KEYS, "default", event.deviceKey()), event.userId());
                    DeviceIdentity after = change == null ? before : change.next();
                    if (change != null) {
                        ValueIntake.fold(KEYS, event.deviceKey(), change, event.place(), identities, merges);
                    }
                    devices.put(event.deviceKey(), after);
                    owners.put(event.place(), after.owner());
                });
        return owners;
    }

    private static List<Entry> interleave(List<Entry> log, Random random) {
        DeviceKeyScanner scanner = new DeviceKeyScanner(false);
        Map<Long, List<Entry>> byDevice = new LinkedHashMap<>();
        for (Entry entry : log) {
            byDevice.computeIfAbsent(scanner.hash(entry.sent().value()), hash -> new ArrayList<>())
                    .add(entry);
        }
        List<List<Entry>> queues = new ArrayList<>(byDevice.values());
        List<Entry> merged = new ArrayList<>(log.size());
        while (!queues.isEmpty()) {
            List<Entry> queue = queues.get(random.nextInt(queues.size()));
            merged.add(queue.remove(0));
            queues.removeIf(List::isEmpty);
        }
        return merged;
    }

    private static List<Entry> places(List<Sent> log) {
        List<Entry> entries = new ArrayList<>(log.size());
        for (Sent sent : log) {
            entries.add(new Entry(new LogPosition(1, 0, entries.size()), sent));
        }
        return entries;
    }

    private static ValueIntake ingest(List<Entry> log) {
        ValueIntake intake = new ValueIntake(RULES);
        log.forEach(entry ->
                intake.record(entry.place(), entry.sent().value(), entry.sent().timestamp()));
        return intake;
    }

    private static List<Verdict> modelsVerdicts(List<Sent> log) {
        LogModel model = new LogModel(30, 40);
        log.forEach(sent -> model.record(sent.value(), sent.timestamp()));
        return model.verdicts();
    }

    private static List<Verdict> verdicts(List<Sent> log) {
        ValueIntake intake = ingest(places(log));
        Map<Long, Long> merged = new HashMap<>();
        intake.merges.forEach(merge -> merged.put(merge.device(), merge.user()));
        Map<Long, String> names = new HashMap<>();
        intake.rows.forEach(row -> name(names, row));
        return intake.rows.stream().map(row -> verdict(row, merged, names)).toList();
    }

    private static Verdict verdict(Row row, Map<Long, Long> merged, Map<Long, String> names) {
        Integer repeats = row.repeats() == null
                ? null
                : Integer.valueOf(Math.toIntExact(row.repeats().offset()));
        @Nullable String person = row.owner() == null ? null : names.get(merged.getOrDefault(row.owner(), row.owner()));
        return new Verdict(row.outcome(), row.reason(), repeats, person, (int) row.seq());
    }

    private static void name(Map<Long, String> names, Row row) {
        if (row.deviceId() != null) {
            names.put(IdentityKeys.amplitudeId(KEYS.ofDevice("default", row.deviceId())), "device:" + row.deviceId());
        }
        if (row.userId() != null) {
            names.put(IdentityKeys.amplitudeId(KEYS.ofUser("default", row.userId())), "user:" + row.userId());
        }
    }

    private static String text(List<Sent> log) {
        return log.stream()
                .map(sent -> sent.timestamp() + " " + new String(sent.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
