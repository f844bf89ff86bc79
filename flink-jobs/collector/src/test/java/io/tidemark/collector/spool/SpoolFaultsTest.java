package io.tidemark.collector.spool;

import static io.tidemark.collector.spool.Events.batch;
import static io.tidemark.collector.spool.Events.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.collector.spool.SimulatedDisk.Fault;
import io.tidemark.collector.spool.SimulatedDisk.Faults;
import io.tidemark.rules.seeded.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whichever operations of the disk fail, and with a failure of power at any time: what was said to be stored is read, in
 * its order, once at run time and again after a restart, and nothing is read that was not written.
 */
class SpoolFaultsTest {
    private static final int BATCHES = 12;

    /** What happened to a spool. */
    private static final class History {
        private final SimulatedDisk disk = new SimulatedDisk();
        private final List<String> stored = new ArrayList<>();
        private final Set<String> written = new HashSet<>();
        private final Set<String> acknowledged = new HashSet<>();

        private Spool open() throws IOException {
            return Spool.open(disk, 1 << 20, 150);
        }

        /** Appends and drains a part now and then; the names that were read. */
        private List<String> run(Faults faults, boolean acknowledges) throws IOException {
            Spool spool = open();
            disk.faults(faults);
            List<String> read = new ArrayList<>();
            for (int i = 0; i < BATCHES; i++) {
                append(spool, i);
                if (i % 3 == 2) {
                    read(spool, read, acknowledges);
                }
            }
            disk.faults((operation, number) -> Fault.NONE);
            read(spool, read, acknowledges);
            return read;
        }

        private void append(Spool spool, int number) {
            String[] first = {number + "-first", number + "-second"};
            String[] second = {number + "-other-batch"};
            List<Appended> results = spool.append(List.of(batch(first), batch(second)));
            written.addAll(List.of(first));
            written.addAll(List.of(second));
            if (results.get(0) == Appended.STORED) {
                stored.addAll(List.of(first));
            }
            if (results.get(1) == Appended.STORED) {
                stored.addAll(List.of(second));
            }
        }

        private void read(Spool spool, List<String> into, boolean acknowledges) {
            for (SpooledEvent each : readAll(spool)) {
                into.add(Events.name(each.event()));
                if (acknowledges) {
                    spool.acknowledge(each.position());
                    acknowledged.add(Events.name(each.event()));
                }
            }
        }
    }

    private static void check(Faults faults, boolean acknowledges, Random random, String what) throws IOException {
        History history = new History();
        List<String> read = history.run(faults, acknowledges);
        assertThat(read).as("%s: read at run time", what).isEqualTo(history.stored);

        history.disk.kill(random);
        List<String> again = readAll(history.open()).stream()
                .map(each -> Events.name(each.event()))
                .toList();
        List<String> expected = history.stored.stream()
                .filter(name -> !history.acknowledged.contains(name))
                .toList();
        assertThat(history.written).as("%s: nothing is invented", what).containsAll(again);
        assertThat(again.stream().filter(expected::contains).toList())
                .as("%s: read after a kill", what)
                .isEqualTo(expected);
    }

    @Test
    void oneOperationFails() throws IOException {
        for (boolean acknowledges : new boolean[] {false, true}) {
            History undisturbed = new History();
            undisturbed.run((operation, number) -> Fault.NONE, acknowledges);
            int last = undisturbed.disk.operations() + 200;
            assertThat(undisturbed.stored).hasSize(3 * BATCHES);
            for (Fault fault : List.of(Fault.FAILS, Fault.SHORT)) {
                for (int at = 0; at < last; at++) {
                    int failing = at;
                    check(
                            (operation, number) -> number == failing ? fault : Fault.NONE,
                            acknowledges,
                            new Random(at),
                            fault + " of operation " + at);
                }
            }
        }
    }

    @Test
    void manyOperationsFail() {
        Seeds.forEach(2_000, seed -> {
            Random random = new Random(seed);
            int chance = 2 + random.nextInt(10);
            Faults faults = (operation, number) ->
                    random.nextInt(chance) > 0 ? Fault.NONE : random.nextBoolean() ? Fault.SHORT : Fault.FAILS;
            try {
                check(faults, random.nextBoolean(), random, "seed " + seed);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
