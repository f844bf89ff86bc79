package io.tidemark.collector.spool;

import static io.tidemark.collector.spool.Events.batch;
import static io.tidemark.collector.spool.Events.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.collector.spool.SimulatedDisk.Fault;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Batches that wait are written together with one fsync, and each is told only afterwards what became of it. */
class SpoolQueueTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedDisk refusedDisk = new SimulatedDisk();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private final SpoolQueue queue;

    SpoolQueueTest() throws IOException {
        queue = new SpoolQueue(
                Spool.open(disk, 10_000, 1_000), RefusedEvents.open(refusedDisk, 1_000), 10_000, tasks::add);
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void whatWaitsHasOneFsync() {
        queue.append(batch("a"), result -> log.add("a " + result + " forces=" + disk.forces()));
        queue.append(batch("b"), result -> log.add("b " + result + " forces=" + disk.forces()));
        queue.append(batch("c"), result -> log.add("c " + result + " forces=" + disk.forces()));
        assertThat(log).isEmpty();
        runAll();
        assertThat(log).containsExactly("a STORED forces=1", "b STORED forces=1", "c STORED forces=1");
    }

    @Test
    void whatComesWhileOthersAreWrittenIsTheNextGroup() {
        queue.append(batch("a"), result -> {
            log.add("a");
            queue.append(batch("b"), later -> log.add("b"));
            queue.append(batch("c"), later -> log.add("c"));
        });
        runAll();
        assertThat(log).containsExactly("a", "b", "c");
        assertThat(disk.forces()).isEqualTo(2);
    }

    @Test
    void aLargeQueueIsWrittenInSeveralGroups() throws IOException {
        SpoolQueue large = new SpoolQueue(
                Spool.open(disk, 100 << 20, 64 << 20), RefusedEvents.open(refusedDisk, 1_000), 100 << 20, tasks::add);
        String value = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            large.append(batch(value), result -> log.add(result.name()));
        }
        runAll();
        assertThat(log).hasSize(20).containsOnly("STORED");
        assertThat(disk.forces()).isBetween(2, 4);
    }

    @Test
    void aFailureIsToldToEachThatWaits() {
        disk.faults((operation, number) -> Fault.FAILS);
        queue.append(batch("a"), result -> log.add("a " + result));
        queue.append(batch("b"), result -> log.add("b " + result));
        runAll();
        assertThat(log).containsExactly("a FAILED", "b FAILED");
        assertThat(queue.status().empty()).isTrue();
    }

    @Test
    void whatWasRefusedIsKeptWithItsReason() {
        queue.refuse(new Refusal(event("device", "too-large"), "it is too large"), result -> log.add("" + result));
        queue.refuse(new Refusal(event("device", "other"), "it is odd"), result -> log.add("" + result));
        runAll();
        assertThat(log).containsExactly("STORED", "STORED");
        assertThat(refusedDisk.forces()).isEqualTo(1);
        String bytes = new String(refusedDisk.bytes(refusedDisk.list().get(0)), UTF_8);
        assertThat(bytes).contains("too-large", "it is too large", "other", "it is odd");
        assertThat(disk.list()).isEmpty();
    }

    @Test
    void aRefusalThatCannotBeWrittenIsNotStored() {
        refusedDisk.faults((operation, number) -> Fault.FAILS);
        queue.refuse(new Refusal(event("device", "a"), "no"), result -> log.add("" + result));
        runAll();
        assertThat(log).containsExactly("FAILED");
    }

    @Test
    void closingWritesWhatWaits() throws IOException {
        queue.append(batch("a"), result -> log.add("a " + result));
        queue.close(() -> log.add("closed"));
        runAll();
        assertThat(log).containsExactly("a STORED", "closed");
        assertThat(Events.readNames(Spool.open(disk, 10_000, 1_000))).containsExactly("a");
    }
}
