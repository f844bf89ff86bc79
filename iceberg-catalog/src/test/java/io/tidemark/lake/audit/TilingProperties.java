package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.LogFinding.Again;
import io.tidemark.lake.audit.LogFinding.BeyondLog;
import io.tidemark.lake.audit.LogFinding.Doubled;
import io.tidemark.lake.audit.LogFinding.Hole;
import io.tidemark.lake.audit.LogFinding.Hole.Proof;
import io.tidemark.lake.audit.LogFinding.RepeatsNothing;
import io.tidemark.lake.audit.LogFinding.TailMissing;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.log.PartitionSpan;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random tables against a random log: what is found is what a model finds that goes offset by offset. */
class TilingProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int ROUNDS = 12;
    private static final int OFFSETS = 24;

    private final Random random = new Random(SEED);
    private final MemoryTables tables = new MemoryTables();

    /** Where every row stands, by table; and of each duplicate what it repeats. */
    private record Placed(Map<LakeTable, List<LogPosition>> places, Map<LogPosition, LogPosition> repeats) {}

    @Test
    void everyOffsetIsJudgedAsAModelJudgesIt() {
        System.out.println("TilingProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Placed rows = rows();
            LakeTable.outcomes().forEach(table -> write(table, rows));
            List<NextOffset> floors = floors();
            for (LogProbe log : new LogProbe[] {null, log(1), log(2)}) {
                boolean complete = random.nextBoolean();
                Findings.Accumulator found = new Findings.Accumulator();
                Tiling tiling = Tiling.read(new Rows(tables.all(), tables.heads()), floors, found);
                List<PartitionSpan> spans = tiling.check(log, complete);
                Model model = new Model(rows, floors, log, complete);
                String what = "seed " + SEED + ", round " + round + ": " + rows + ", floors " + floors + ", log "
                        + (log == null ? null : log.epoch() + " " + log.ranges());
                assertThat(found.done().listed()).as(what).containsExactlyInAnyOrderElementsOf(model.findings);
                assertThat(spans).as(what).isEqualTo(model.spans);
                assertThat(tiling.next()).as(what).isEqualTo(model.next);
                assertThat(tiling.gaps()).as(what).isEqualTo(model.gaps);
                assertThat(tiling.lag()).as(what).isEqualTo(model.lag);
            }
        }
    }

    /** Most offsets once, some not at all, some twice. */
    private Placed rows() {
        Placed rows = new Placed(new EnumMap<>(LakeTable.class), new TreeMap<>(TilingProperties::compare));
        LakeTable.outcomes().forEach(table -> rows.places.put(table, new ArrayList<>()));
        for (int partition = 0; partition < 3; partition++) {
            int epoch = partition == 2 ? 2 : 1;
            int from = random.nextInt(6);
            int to = random.nextInt(OFFSETS);
            for (int offset = from; offset < to; offset++) {
                int copies = random.nextInt(8) == 0 ? 0 : random.nextInt(12) == 0 ? 2 + random.nextInt(2) : 1;
                for (int copy = 0; copy < copies; copy++) {
                    LakeTable table = LakeTable.outcomes().get(random.nextInt(4));
                    place(rows, table, new LogPosition(epoch, partition, offset));
                }
            }
        }
        return rows;
    }

    private void place(Placed rows, LakeTable table, LogPosition place) {
        List<LogPosition> places = rows.places.get(table);
        if (table == LakeTable.DUPLICATES) {
            // What a place repeats is told once, however often it is there.
            rows.repeats.putIfAbsent(place, new LogPosition(1, random.nextInt(2), random.nextInt(OFFSETS)));
        }
        places.add(place);
    }

    private static int compare(LogPosition one, LogPosition other) {
        int epochs = Integer.compare(one.generation(), other.generation());
        int partitions = epochs != 0 ? epochs : Integer.compare(one.partition(), other.partition());
        return partitions != 0 ? partitions : Long.compare(one.offset(), other.offset());
    }

    private void write(LakeTable table, Placed rows) {
        Story story = new Story();
        for (LogPosition place : rows.places.get(table)) {
            switch (table) {
                case EVENTS -> story.event(0, "d", "ann");
                case THROTTLED -> story.throttled(0);
                case DEAD_LETTERS -> story.rejected(0, "invalid_json");
                case DUPLICATES -> story.duplicate(0, rows.repeats.get(place));
                default -> throw new AssertionError(table + " is no outcome");
            }
        }
        List<Map<String, Object>> written = story.rows(table);
        for (int i = 0; i < written.size(); i++) {
            LogPosition place = rows.places.get(table).get(i);
            written.get(i).put(Columns.INGEST_EPOCH, place.generation());
            written.get(i).put(Columns.KAFKA_PARTITION, place.partition());
            written.get(i).put(Columns.KAFKA_OFFSET, place.offset());
        }
        tables.overwrite(table, written);
    }

    private List<NextOffset> floors() {
        List<NextOffset> floors = new ArrayList<>();
        for (int partition = 0; partition < 4; partition++) {
            if (random.nextInt(3) == 0) {
                floors.add(new NextOffset(partition == 2 ? 2 : 1, partition, random.nextInt(OFFSETS)));
            }
        }
        return floors;
    }

    private FakeLog log(int epoch) {
        FakeLog log = new FakeLog(epoch);
        for (int partition = 0; partition < 4; partition++) {
            if (random.nextInt(5) > 0) {
                int end = random.nextInt(OFFSETS + 8);
                for (int offset = 0; offset < end; offset++) {
                    if (random.nextInt(3) == 0) {
                        log.marker(partition);
                    } else {
                        log.record(partition);
                    }
                }
                if (end > 0) {
                    log.forget(partition, random.nextInt(Math.min(end, 10)));
                }
            }
        }
        return log;
    }

    /** What must be found, partition by partition and offset by offset. */
    private static final class Model {
        private final Placed rows;
        private final List<NextOffset> floors;
        private final @Nullable LogProbe log;
        private final boolean complete;
        private final List<Finding> findings = new ArrayList<>();
        private final List<PartitionSpan> spans = new ArrayList<>();
        private final List<NextOffset> next = new ArrayList<>();
        private final List<Gap> gaps = new ArrayList<>();
        private long lag;

        Model(Placed rows, List<NextOffset> floors, @Nullable LogProbe log, boolean complete) {
            this.rows = rows;
            this.floors = floors;
            this.log = log;
            this.complete = complete;
            for (int epoch = 1; epoch <= 2; epoch++) {
                for (int partition = 0; partition < 4; partition++) {
                    judge(epoch, partition);
                }
            }
            for (LogPosition duplicate : rows.places.get(LakeTable.DUPLICATES)) {
                LogPosition original = rows.repeats.get(duplicate);
                Long floor = floor(original.generation(), original.partition());
                boolean proven = floor != null && original.offset() < floor;
                if (!proven && !rows.places.get(LakeTable.EVENTS).contains(original)) {
                    findings.add(new RepeatsNothing(duplicate, original));
                }
            }
        }

        private @Nullable Long floor(int epoch, int partition) {
            return floors.stream()
                    .filter(each -> each.ingestEpoch() == epoch && each.partition() == partition)
                    .map(NextOffset::offset)
                    .findFirst()
                    .orElse(null);
        }

        private void judge(int epoch, int partition) {
            Long floor = floor(epoch, partition);
            OffsetRange range =
                    log != null && log.epoch() == epoch ? log.ranges().get(partition) : null;
            TreeSet<Long> held = new TreeSet<>();
            for (long offset = 0; offset < OFFSETS; offset++) {
                if (copies(new LogPosition(epoch, partition, offset), floor)) {
                    held.add(offset);
                }
            }
            if (held.isEmpty() && floor == null && range == null) {
                return;
            }
            spans.add(new PartitionSpan(
                    epoch,
                    partition,
                    held.size(),
                    held.isEmpty() ? -1 : held.first(),
                    held.isEmpty() ? -1 : held.last(),
                    range));
            Long goesOn = held.isEmpty() ? floor : Long.valueOf(held.last() + 1);
            if (goesOn != null) {
                next.add(new NextOffset(epoch, partition, goesOn));
            }
            if (!held.isEmpty()) {
                holes(epoch, partition, held, floor, range);
            }
            if (range != null) {
                tail(partition, goesOn == null ? range.start() : goesOn, range);
            }
        }

        // Whether the tables hold a place; what is wrong with how often they do is a finding.
        private boolean copies(LogPosition place, @Nullable Long floor) {
            List<LakeTable> holders = new ArrayList<>();
            for (LakeTable table : LakeTable.outcomes()) {
                long copies =
                        rows.places.get(table).stream().filter(place::equals).count();
                boolean proven = floor != null && place.offset() < floor;
                for (long copy = 0; copy < copies; copy++) {
                    if (proven) {
                        findings.add(new Again(place, table));
                    } else if (copy > 0) {
                        findings.add(new Doubled(place, List.of(table, table)));
                    }
                }
                if (copies > 0 && !proven) {
                    holders.add(table);
                }
            }
            for (int more = 1; more < holders.size(); more++) {
                findings.add(new Doubled(place, List.copyOf(holders)));
            }
            return !holders.isEmpty();
        }

        private void holes(
                int epoch, int partition, NavigableSet<Long> held, @Nullable Long floor, @Nullable OffsetRange range) {
            long from = floor != null ? floor : held.first();
            if (floor == null && range != null) {
                from = Math.min(from, range.start());
            }
            for (long at = from; at < held.last(); at++) {
                if (!held.contains(at)) {
                    long to = held.higher(at);
                    hole(epoch, partition, new OffsetRange(at, to), range);
                    at = to;
                }
            }
        }

        private void hole(int epoch, int partition, OffsetRange hole, @Nullable OffsetRange range) {
            LogProbe probe = log;
            if (probe == null) {
                findings.add(new Hole(epoch, partition, hole, Proof.NOT_ASKED));
                return;
            }
            OffsetRange forgotten = part(hole, offset -> range == null || offset < range.start());
            if (forgotten != null) {
                findings.add(new Hole(epoch, partition, forgotten, Proof.FORGOTTEN));
            }
            OffsetRange known = part(hole, offset -> range != null && offset >= range.start() && offset < range.end());
            if (known != null) {
                if (probe.holdsRecords(partition, known)) {
                    findings.add(new Hole(epoch, partition, known, Proof.RECORDS));
                } else {
                    gaps.add(new Gap(epoch, partition, known));
                }
            }
        }

        private static @Nullable OffsetRange part(OffsetRange whole, LongPredicate isOf) {
            TreeSet<Long> some = new TreeSet<>();
            for (long offset = whole.start(); offset < whole.end(); offset++) {
                if (isOf.test(offset)) {
                    some.add(offset);
                }
            }
            return some.isEmpty() ? null : new OffsetRange(some.first(), some.last() + 1);
        }

        private void tail(int partition, long from, OffsetRange range) {
            LogProbe probe = Objects.requireNonNull(log);
            if (from > range.end()) {
                findings.add(new BeyondLog(probe.epoch(), partition, from - 1, range.end()));
                return;
            }
            if (from < range.start()) {
                findings.add(new Hole(probe.epoch(), partition, new OffsetRange(from, range.start()), Proof.FORGOTTEN));
            }
            OffsetRange tail = new OffsetRange(Math.max(from, range.start()), range.end());
            if (!tail.isEmpty() && probe.holdsRecords(partition, tail)) {
                lag += tail.size();
                if (complete) {
                    findings.add(new TailMissing(probe.epoch(), partition, tail));
                }
            }
        }
    }
}
