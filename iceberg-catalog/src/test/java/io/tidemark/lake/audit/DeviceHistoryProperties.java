package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.DeviceHistory.EventRow;
import io.tidemark.lake.audit.DeviceHistory.MergeRow;
import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random lives of one device: as the rules make them nothing is found, with any one thing changed something is. */
class DeviceHistoryProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final long OWN = 100;

    private final Random random = new Random(SEED);

    /** A row of {@code identities} as it is told to the history. */
    private record Row(long seq, @Nullable String user, long person, LogPosition place) {}

    /** A life: what a device's identity rows, events and merges would be. */
    private record Life(List<Row> rows, List<EventRow> events, List<MergeRow> merges) {
        Life copy() {
            return new Life(new ArrayList<>(rows), new ArrayList<>(events), new ArrayList<>(merges));
        }
    }

    private static long person(@Nullable String user) {
        return user == null ? OWN : user.charAt(0);
    }

    /** The rules once more, in the order of the log: a user that comes changes the identity, the first after none merges. */
    private Life live() {
        Life life = new Life(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        String user = null;
        long seq = 0;
        long offset = random.nextInt(5);
        int events = 1 + random.nextInt(12);
        for (int i = 0; i < events; i++) {
            LogPosition place = new LogPosition(1, 0, offset);
            String uuid = "uuid-" + offset;
            if (seq > 0 && random.nextInt(6) == 0) {
                life.events.add(new EventRow(place, null, true, null, seq, uuid));
            } else {
                String comes =
                        random.nextInt(3) == 0 ? null : List.of("a", "b", "c").get(random.nextInt(3));
                boolean changes = seq == 0 || (comes != null && !comes.equals(user));
                if (changes) {
                    seq++;
                    if (seq == 2 && user == null) {
                        life.merges.add(new MergeRow(OWN, person(comes), uuid, place));
                    }
                    user = comes;
                    life.rows.add(new Row(seq, user, person(user), place));
                }
                life.events.add(new EventRow(place, comes, false, person(user), seq, uuid));
            }
            offset += 1 + random.nextInt(3);
        }
        return life;
    }

    private List<Finding> check(Life life) {
        Findings.Accumulator findings = new Findings.Accumulator();
        DeviceHistory history = new DeviceHistory("d", findings);
        List<Row> rows = new ArrayList<>(life.rows);
        List<EventRow> events = new ArrayList<>(life.events);
        Collections.shuffle(rows, random);
        Collections.shuffle(events, random);
        rows.forEach(row -> history.add(new IdentityRow(row.seq, row.user, row.person, row.place)));
        history.seal();
        events.forEach(history::event);
        for (MergeRow merge : life.merges) {
            if (!history.merge(merge)) {
                // Whoever has all devices tells of a merge that this one does not call for.
                findings.add(new IdentityFinding.MergeUnexpected(merge.place(), OWN, merge.mergedAmplitudeId()));
            }
        }
        history.finish();
        return findings.done().listed();
    }

    @Test
    void aLifeByTheRulesHasNoFinding() {
        System.out.println("DeviceHistoryProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 3_000; round++) {
            Life life = live();
            assertThat(check(life))
                    .as("seed %d, round %d: %s", SEED, round, life)
                    .isEmpty();
        }
    }

    @Test
    void anyOneThingChangedIsFound() {
        System.out.println("DeviceHistoryProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 3_000; round++) {
            Life life = live();
            Life broken = life.copy();
            String what = breakOne(broken);
            assertThat(check(broken))
                    .as("seed %d, round %d: %s of %s", SEED, round, what, life)
                    .isNotEmpty();
        }
    }

    private String breakOne(Life life) {
        int index = random.nextInt(life.rows.size());
        Row row = life.rows.get(index);
        switch (random.nextInt(life.merges.isEmpty() ? 6 : 9)) {
            case 0 -> {
                if (life.rows.size() > 1) {
                    life.rows.remove(index);
                    return "a lost row " + row;
                }
                life.rows.add(row);
                return "a doubled row " + row;
            }
            case 1 -> {
                life.rows.add(row);
                return "a doubled row " + row;
            }
            case 2 -> {
                life.rows.set(index, new Row(row.seq, row.user, row.person + 1, row.place));
                return "another person in " + row;
            }
            case 3 -> {
                LogPosition elsewhere = new LogPosition(1, 0, row.place.offset() + 1_000);
                life.rows.set(index, new Row(row.seq, row.user, row.person, elsewhere));
                return "another place of " + row;
            }
            case 4 -> {
                EventRow event = changed(life, 1);
                return "a person more in " + event;
            }
            case 5 -> {
                life.rows.set(index, new Row(row.seq + 1_000, row.user, row.person, row.place));
                return "a number gone wild in " + row;
            }
            case 6 -> {
                return "a lost merge " + life.merges.remove(0);
            }
            case 7 -> {
                MergeRow merge = life.merges.get(0);
                life.merges.set(0, new MergeRow(OWN, merge.mergedAmplitudeId() + 1, merge.causeUuid(), merge.place()));
                return "a merge into another of " + merge;
            }
            default -> {
                MergeRow merge = life.merges.get(0);
                life.merges.set(0, new MergeRow(OWN, merge.mergedAmplitudeId(), "another", merge.place()));
                return "another cause of " + merge;
            }
        }
    }

    private EventRow changed(Life life, long by) {
        int index = random.nextInt(life.events.size());
        EventRow event = life.events.get(index);
        long person = Objects.requireNonNullElse(event.amplitudeId(), 0L) + by;
        life.events.set(
                index, new EventRow(event.place(), event.user(), event.nobodys(), person, event.seq(), event.uuid()));
        return event;
    }
}
