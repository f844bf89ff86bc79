package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is done to a table in whatever order, expiry takes nothing that somebody needs, and in the end enough. */
class ExpiryPolicyProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int ROUNDS = 2_000;
    private static final int STEPS = 60;
    private static final Duration FLOOR = Duration.ofDays(2);

    private final Random random = new Random(SEED);
    private final ExpiryPolicy policy = new ExpiryPolicy(FLOOR);

    /** A table as those who need it remember it, with a memory of its own of what it was when. */
    private static final class Model {
        private final List<Past.Entry> snapshots = new ArrayList<>();
        private final Map<String, Long> refs = new TreeMap<>();
        private final TreeMap<Instant, Long> headAt = new TreeMap<>();
        private @Nullable Long head;
        private @Nullable Long moment;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private long ids;

        void commit(boolean stamped) {
            ids++;
            snapshots.add(new Past.Entry(ids, head, now, stamped));
            setHead(ids);
        }

        void setHead(@Nullable Long id) {
            head = id;
            if (id != null) {
                headAt.put(now, id);
            }
        }

        Past past() {
            return new Past(snapshots, head, moment, new HashSet<>(refs.values()));
        }

        Past.@Nullable Entry entry(@Nullable Long id) {
            return snapshots.stream()
                    .filter(each -> Objects.equals(each.id(), id))
                    .findFirst()
                    .orElse(null);
        }

        List<Past.Entry> line() {
            List<Past.Entry> line = new ArrayList<>();
            for (Past.Entry at = entry(head); at != null; at = entry(at.parent())) {
                line.add(at);
            }
            return line;
        }
    }

    @Test
    void nothingThatAMarkTheJobOrTheFloorNeedsIsEverTaken() {
        System.out.println("ExpiryPolicyProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Model table = new Model();
            for (int step = 0; step < STEPS; step++) {
                change(table);
                check(table, "seed " + SEED + ", round " + round + ", step " + step);
            }
        }
    }

    private void change(Model table) {
        table.now = table.now.plus(Duration.ofMinutes(random.nextInt(12 * 60)));
        List<Past.Entry> line = table.line();
        switch (random.nextInt(10)) {
            case 0 -> table.commit(false);
            case 1 -> {
                if (!line.isEmpty()) {
                    table.refs.put(
                            "mark-" + random.nextInt(5),
                            line.get(random.nextInt(line.size())).id());
                }
            }
            case 2 -> table.refs.remove("mark-" + random.nextInt(5));
            case 3 -> {
                if (!table.refs.isEmpty() && random.nextInt(3) == 0) {
                    // A restore: what is now is tagged, then the head goes to a mark.
                    Long target = table.refs.values().iterator().next();
                    table.refs.put("before-" + table.ids, Objects.requireNonNull(table.head));
                    table.setHead(target);
                    table.moment = target;
                }
            }
            case 4, 5 -> {
                if (!line.isEmpty()) {
                    table.moment = line.get(Math.min(random.nextInt(3), line.size() - 1))
                            .id();
                }
            }
            case 6 -> expire(table);
            default -> table.commit(true);
        }
    }

    private void expire(Model table) {
        Set<Long> gone = new HashSet<>(policy.expired(table.past(), table.now));
        table.snapshots.removeIf(each -> gone.contains(each.id()));
    }

    private void check(Model table, String where) {
        Set<Long> gone = new HashSet<>(policy.expired(table.past(), table.now));
        Set<Long> there =
                new HashSet<>(table.snapshots.stream().map(Past.Entry::id).toList());
        table.refs.forEach((name, id) -> {
            assertThat(there).as(where + ": " + name).contains(id);
            assertThat(gone).as(where + ": " + name).doesNotContain(id);
        });
        if (table.head != null) {
            assertThat(gone).as(where + ": head").doesNotContain(table.head);
        }
        if (table.moment != null) {
            assertThat(there).as(where + ": the moment of all tables").contains(table.moment);
            assertThat(gone).as(where + ": the moment of all tables").doesNotContain(table.moment);
        }
        table.line().stream().filter(Past.Entry::stamped).findFirst().ifPresent(last -> assertThat(gone)
                .as(where + ": the job's last")
                .doesNotContain(last.id()));
        Instant since = table.now.minus(FLOOR);
        table.snapshots.stream()
                .filter(each -> !each.committedAt().isBefore(since))
                .forEach(each -> assertThat(gone).as(where + ": the floor").doesNotContain(each.id()));
    }

    @Test
    void whatTheTableWasWhenTheFloorBeganStays() {
        Model table = new Model();
        table.commit(true);
        table.commit(true);
        table.now = table.now.plus(Duration.ofDays(10));
        table.commit(true);
        table.commit(true);
        table.moment = 4L;
        assertThat(policy.expired(table.past(), table.now)).containsExactly(1L);
    }

    @Test
    void whatNobodyNeedsGoes() {
        Model table = new Model();
        for (int i = 0; i < 100; i++) {
            table.commit(true);
            table.now = table.now.plus(Duration.ofHours(1));
        }
        table.refs.put("mark", 10L);
        table.moment = 99L;
        // Of 100 hours the last 48, the one that was the head when they began, and the mark.
        assertThat(policy.expired(table.past(), table.now))
                .hasSize(100 - 48 - 1 - 1 + 1)
                .doesNotContain(10L);
    }

    @Test
    void everythingFromTheMomentOfAllTablesOnStaysHoweverOldItIs() {
        Model table = new Model();
        for (int i = 0; i < 5; i++) {
            table.commit(true);
        }
        table.moment = 3L;
        table.now = table.now.plus(Duration.ofDays(400));
        assertThat(policy.expired(table.past(), table.now)).containsExactly(1L, 2L);
    }

    @Test
    void theJobsSnapshotsThatSomebodyHasRolledAwayStayUntilTheJobHasCommittedAgain() {
        Model table = new Model();
        for (int i = 0; i < 4; i++) {
            table.commit(true);
            table.now = table.now.plus(Duration.ofMinutes(1));
        }
        table.setHead(2L);
        table.moment = 2L;
        table.now = table.now.plus(Duration.ofDays(400));
        assertThat(policy.expired(table.past(), table.now)).containsExactly(1L);
        table.commit(true);
        table.moment = 5L;
        table.now = table.now.plus(Duration.ofDays(400));
        assertThat(policy.expired(table.past(), table.now)).containsExactly(1L, 2L, 3L, 4L);
    }
}
