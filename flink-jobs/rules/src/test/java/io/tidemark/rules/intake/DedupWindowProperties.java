package io.tidemark.rules.intake;

import static io.tidemark.rules.intake.EventFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.seeded.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The window of insert keys against a plain map that is searched from one end to the other. */
class DedupWindowProperties {
    private static final IntakeRules RULES =
            new IntakeRules(new IdentityKeys(IdentityScope.ORGANISATION, "acme"), 5, 1_000, IntakeRules.Throttle.OFF);

    @Test
    void theWindowRemembersWhatAMapRemembers() {
        Seeds.forEach(500, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Map<InsertKey, DedupEntry> naive = new LinkedHashMap<>();
            DedupWindow window = DedupWindow.NONE;
            long clock = 10_000;
            for (int i = 0; i < 120; i++) {
                clock += random.nextInt(-50, 150);
                InsertKey key = new InsertKey(random.nextInt(3), random.nextInt(12));
                DedupEntry entry = entry(random, clock, i);
                long evictBefore = clock - random.nextInt(2_000);
                window = window.with(key, entry, evictBefore);
                naive.remove(key);
                naive.values().removeIf(each -> each.latestClock() < evictBefore);
                naive.put(key, entry);

                assertThat(entries(window)).as("after %d", i).isEqualTo(List.copyOf(naive.entrySet()));
                InsertKey looked = new InsertKey(random.nextInt(3), random.nextInt(12));
                assertThat(window.find(looked)).isEqualTo(naive.get(looked));
            }
        });
    }

    /** A value never changes, whatever grows from it. */
    @Test
    void anEarlierValueIsWhatItWas() {
        Seeds.forEach(200, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<DedupWindow> values = new ArrayList<>(List.of(DedupWindow.NONE));
            List<List<Map.Entry<InsertKey, DedupEntry>>> seen = new ArrayList<>(List.of(List.of()));
            for (int i = 0; i < 60; i++) {
                DedupWindow from = values.get(random.nextInt(values.size()));
                DedupWindow next = from.with(
                        new InsertKey(0, random.nextInt(20)), entry(random, 1_000 + i, i), random.nextInt(1_100));
                values.add(next);
                seen.add(entries(next));
            }
            for (int i = 0; i < values.size(); i++) {
                assertThat(entries(values.get(i))).as("value %d", i).isEqualTo(seen.get(i));
            }
        });
    }

    @Test
    void packedAndSplitNothingIsLost() {
        Seeds.forEach(200, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            DedupWindow window = DedupWindow.NONE;
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                window = window.with(new InsertKey(random.nextLong(), i), entry(random, 0, i), Long.MIN_VALUE);
            }
            int cut = random.nextInt(count + 1);
            List<Map.Entry<InsertKey, DedupEntry>> halves = new ArrayList<>(entries(window.oldest(cut)));
            halves.addAll(entries(window.withoutOldest(cut)));

            assertThat(halves).isEqualTo(entries(window));
            assertThat(window.packed()).hasSize(count * DedupWindow.WIDTH);
            assertThat(DedupWindow.ofPacked(window.packed()))
                    .isEqualTo(window)
                    .hasSameHashCodeAs(window)
                    .hasToString("DedupWindow[size=" + count + "]");
        });
    }

    /** Neither a clock that jumps nor a file of old events makes a duplicate pass: whoever counts is remembered. */
    @Test
    void whatStillMakesADuplicateIsNeverEvicted() {
        Intake intake = new Intake(RULES);
        Event sent = event("{'device_id':'device-1','event_type':'x','insert_id':'a'}");
        Seeds.forEach(1_000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            long received = random.nextLong(100_000);
            long uploaded = received + random.nextLong(-50_000, 50_000);
            long first = received - random.nextLong(RULES.deduplicateForMillis());
            DedupEntry earlier =
                    new DedupEntry(new LogPosition(1, 0, 1), first, Math.max(first, random.nextLong(100_000)));
            boolean duplicate = intake.decide(
                                    DeviceState.UNSEEN,
                                    "device-1",
                                    sent,
                                    new EventTimes(received, received, false),
                                    earlier)
                            .outcome()
                    instanceof Outcome.Duplicate;

            assertThat(duplicate).isTrue();
            assertThat(earlier.latestClock()).isGreaterThanOrEqualTo(RULES.evictBefore(received, uploaded));
        });
    }

    @Test
    void oneMillisecondDecidesWhetherItIsEvicted() {
        assertThat(RULES.evictBefore(10_000, 20_000)).isEqualTo(8_000);
        assertThat(RULES.evictBefore(20_000, 10_000)).isEqualTo(8_000);
        assertThat(RULES.evictBefore(0, 0)).isEqualTo(-2_000);
    }

    /** Two events share a key exactly if their device and their insert_id, else event_id and time, are the same. */
    @Test
    void keysAreEqualExactlyWhereWhatTheyAreMadeOfIs() {
        InsertKeys keys = new InsertKeys();
        Map<InsertKey, String> made = new HashMap<>();
        for (String device : List.of("d", "de", "\u001fuser:d", "web d", "ä")) {
            for (@Nullable String insert : new String[] {null, "a", "ab", "e", "1", "ä"}) {
                for (@Nullable Integer id : new Integer[] {null, 0, 1, -1}) {
                    for (@Nullable Integer time : new Integer[] {null, 0, 1}) {
                        InsertKey key = keys.of(
                                device,
                                event("{'event_type':'x','device_id':'d'"
                                        + (insert == null ? "" : ",'insert_id':'" + insert + "'")
                                        + (id == null ? "" : ",'event_id':" + id)
                                        + (time == null ? "" : ",'time':" + time) + "}"));
                        String of = insert != null
                                ? device + "|insert|" + insert
                                : id == null ? null : device + "|event|" + id + "|" + time;
                        assertThat(key == null).isEqualTo(of == null);
                        if (key != null && of != null) {
                            assertThat(made.putIfAbsent(key, of)).isIn(null, of);
                        }
                    }
                }
            }
        }
        assertThat(made).hasSize(5 * (5 + 3 * 3));
        assertThat(made.values()).doesNotHaveDuplicates();
    }

    private static DedupEntry entry(SplittableRandom random, long clock, int offset) {
        return new DedupEntry(
                new LogPosition(1 + random.nextInt(3), random.nextInt(-1, 5), offset * 1_000_000_000L),
                clock - random.nextInt(100),
                clock);
    }

    private static List<Map.Entry<InsertKey, DedupEntry>> entries(DedupWindow window) {
        List<Map.Entry<InsertKey, DedupEntry>> entries = new ArrayList<>();
        window.forEach((key, entry) -> entries.add(Map.entry(key, entry)));
        assertThat(entries).hasSize(window.size());
        return entries;
    }
}
