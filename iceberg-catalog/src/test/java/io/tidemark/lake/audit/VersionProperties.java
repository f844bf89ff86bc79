package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.DecidedRows.Row;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random versions and random records: what an honest job decides is never found, and of rows with any version exactly those
 * are found that a model finds which tries every version that the record might name.
 */
class VersionProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int ROUNDS = 8;
    private static final int RECORDS = 60;
    private static final long END = 1_000;

    private final Random random = new Random(SEED);

    /** When each version takes effect, and when the job gets to know it at the latest. */
    private record History(SimpleVersions versions, List<Long> known) {}

    private History history() {
        List<Long> effective = new ArrayList<>();
        List<Long> known = new ArrayList<>();
        long from = random.nextInt(300);
        long before = 0;
        for (int version = random.nextInt(7); version > 0; version--) {
            effective.add(from);
            before = Math.max(before, from - 1 - random.nextInt(200));
            known.add(before);
            from += random.nextInt(4) == 0 ? 0 : random.nextInt(300);
        }
        Map<Long, Set<Long>> standIns = new HashMap<>();
        for (long version = 1; version <= effective.size(); version++) {
            for (int others = Math.max(0, random.nextInt(6) - 3); others > 0; others--) {
                standIns.computeIfAbsent(version, any -> new HashSet<>())
                        .add((long) random.nextInt(effective.size() + 1));
            }
        }
        return new History(new SimpleVersions(effective, standIns), known);
    }

    /** A record without a version yet. */
    private Row record(SimpleVersions versions) {
        long received = random.nextInt((int) END);
        // Kafka has it later, but for one clock in four that is wrong.
        long timestamp = random.nextInt(4) == 0 ? random.nextInt((int) END) : received + random.nextInt(50);
        boolean released = random.nextInt(8) == 0;
        long most = released ? versions.newest() : versions.inForce(received);
        long named = random.nextBoolean() ? 0 : random.nextInt((int) most + 1);
        LakeTable table = LakeTable.outcomes().get(random.nextInt(4));
        return new Row(table, named, null, received, timestamp, released && named > 0);
    }

    private static Row with(Row row, long version) {
        return new Row(
                row.table(),
                row.named(),
                version == 0 ? null : (Long) version,
                row.received(),
                row.timestamp(),
                row.released());
    }

    /** What a job decides that takes the record some time after Kafka has it, by what it knows then. */
    private long decided(History history, Row row) {
        SimpleVersions versions = history.versions();
        long version = row.named();
        if (version == 0) {
            long at = row.timestamp() + random.nextInt(100);
            long known = history.known().stream().filter(time -> time <= at).count();
            version = Math.min(known, versions.inForce(row.received()));
        }
        List<Long> deciders = new ArrayList<>(versions.standIns(version));
        deciders.add(version);
        return deciders.get(random.nextInt(deciders.size()));
    }

    /** All versions by which a record may be decided that names this one; 0 for none. */
    private static Set<Long> right(SimpleVersions versions, Row row, long named) {
        Set<Long> right = new HashSet<>();
        long most = versions.inForce(row.received());
        long least = versions.inForce(Math.min(row.received(), row.timestamp()));
        for (long version = 0; version <= versions.newest(); version++) {
            boolean may = named == 0
                    ? least <= version && version <= most
                    : version == named && (version <= most || row.released());
            if (may) {
                right.add(version);
                right.addAll(versions.standIns(version));
            }
        }
        if (least == 0) {
            right.add(0L);
        }
        return right;
    }

    private static boolean isRight(SimpleVersions versions, Row row, long named) {
        Long version = row.version();
        return version == null
                ? right(versions, row, named).contains(0L)
                : version >= 1
                        && version <= versions.newest()
                        && right(versions, row, named).contains(version);
    }

    private static boolean isRightForSomeRecord(SimpleVersions versions, Row row) {
        for (long named = 0; named <= versions.newest(); named++) {
            if (isRight(versions, row, named)) {
                return true;
            }
        }
        return false;
    }

    private record Found(Set<LogPosition> places, @Nullable VersionCounts counts) {}

    private static Found check(DecidedRows rows, SimpleVersions versions, @Nullable FakeLog log) {
        MemoryTables tables = rows.tables();
        Findings.Accumulator findings = new Findings.Accumulator();
        VersionCounts counts = VersionCheck.run(new Rows(tables.all(), tables.heads()), versions, findings, log);
        Set<LogPosition> places = new HashSet<>();
        findings.done().listed().forEach(each -> places.add(place(each)));
        assertThat(findings.done().total()).isEqualTo(places.size());
        return new Found(places, counts);
    }

    private static LogPosition place(Finding finding) {
        if (finding instanceof VersionFinding.UnknownVersion found) {
            return found.place();
        } else if (finding instanceof VersionFinding.VersionNotInForce found) {
            return found.place();
        } else if (finding instanceof VersionFinding.NoVersion found) {
            return found.place();
        } else if (finding instanceof VersionFinding.EarlierVersion found) {
            return found.place();
        } else if (finding instanceof VersionFinding.OtherVersion found) {
            return found.place();
        }
        throw new AssertionError("None of ours: " + finding);
    }

    @Test
    void whatAnHonestJobDecidesIsNeverFound() {
        System.out.println("VersionProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            History history = history();
            DecidedRows rows = new DecidedRows();
            for (int i = 0; i < RECORDS; i++) {
                Row row = record(history.versions());
                rows.add(with(row, decided(history, row)));
            }
            String what = "seed " + SEED + ", round " + round + ": " + history;
            assertThat(check(rows, history.versions(), rows.log()).places())
                    .as(what)
                    .isEmpty();
            assertThat(check(rows, history.versions(), null).places()).as(what).isEmpty();
        }
    }

    @Test
    void anyVersionIsJudgedAsAModelJudgesIt() {
        System.out.println("VersionProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            SimpleVersions versions = history().versions();
            DecidedRows rows = new DecidedRows();
            Map<LogPosition, Row> all = new HashMap<>();
            for (int i = 0; i < RECORDS; i++) {
                Row row = with(record(versions), random.nextInt((int) versions.newest() + 2));
                all.put(rows.add(row), row);
            }
            String what = "seed " + SEED + ", round " + round + ": " + versions + " " + all;

            Set<LogPosition> byRecord = new HashSet<>();
            Set<LogPosition> byRow = new HashSet<>();
            long earlier = 0;
            for (Map.Entry<LogPosition, Row> each : all.entrySet()) {
                Row row = each.getValue();
                boolean event = row.table() == LakeTable.EVENTS;
                boolean right = isRight(versions, row, row.named());
                boolean possible = isRightForSomeRecord(versions, row);
                boolean without = isRight(versions, row, 0);
                // Without its record an event is right by the version in force, or by one that was.
                if (event ? !possible : !right) {
                    byRow.add(each.getKey());
                }
                if (event ? !possible || (!right && !without && isBehind(versions, row)) : !right) {
                    byRecord.add(each.getKey());
                }
                if (event && possible && !without && isBehind(versions, row)) {
                    earlier++;
                }
            }
            if (versions.newest() == 0) {
                continue;
            }
            Found alone = check(rows, versions, null);
            assertThat(alone.places()).as(what).isEqualTo(byRow);
            assertThat(alone.counts()).as(what).isEqualTo(new VersionCounts(versions.newest(), earlier, 0));
            assertThat(check(rows, versions, rows.log()).places()).as(what).isEqualTo(byRecord);
        }
    }

    /** Whether a record that names a version which was no longer in force would be decided so. */
    private static boolean isBehind(SimpleVersions versions, Row row) {
        long least = versions.inForce(Math.min(row.received(), row.timestamp()));
        for (long named = 1; named < least; named++) {
            if (isRight(versions, row, named)) {
                return true;
            }
        }
        return false;
    }
}
