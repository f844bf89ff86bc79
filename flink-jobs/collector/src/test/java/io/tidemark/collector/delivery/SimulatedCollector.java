package io.tidemark.collector.delivery;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.spool.Appended;
import io.tidemark.collector.spool.Disk;
import io.tidemark.collector.spool.DiskFile;
import io.tidemark.collector.spool.EventSpool;
import io.tidemark.collector.spool.Refusal;
import io.tidemark.collector.spool.RefusedEvents;
import io.tidemark.collector.spool.SimulatedDisk;
import io.tidemark.collector.spool.Spool;
import io.tidemark.collector.spool.SpoolChunk;
import io.tidemark.collector.spool.SpoolPosition;
import io.tidemark.collector.spool.SpoolQueue;
import io.tidemark.collector.spool.SpoolStatus;
import io.tidemark.collector.spool.Spools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A collector of which everything is real but its threads, its disk, its log and its clock. */
final class SimulatedCollector {
    final SimulatedDisk disk = new SimulatedDisk();
    final SimulatedDisk refusedDisk = new SimulatedDisk();
    private final SimulationRules rules;
    private final EventLog log;
    private final LongSupplier nanos;
    private final long maxBytes;
    private final long segmentSize;
    private final long waitingBytes;
    private SteppedExecutor mailbox = new SteppedExecutor();
    private SteppedExecutor opener = new SteppedExecutor();
    private SteppedExecutor spoolThread = new SteppedExecutor();
    private Delivery delivery;

    SimulatedCollector(
            SimulationRules rules,
            EventLog log,
            LongSupplier nanos,
            long maxBytes,
            long segmentSize,
            long waitingBytes) {
        this.rules = rules;
        this.log = log;
        this.nanos = nanos;
        this.maxBytes = maxBytes;
        this.segmentSize = segmentSize;
        this.waitingBytes = waitingBytes;
        this.delivery = start();
    }

    /** A new process with what is on the disk. */
    void restart() {
        delivery = start();
    }

    Delivery delivery() {
        return delivery;
    }

    private Delivery start() {
        mailbox = new SteppedExecutor();
        opener = new SteppedExecutor();
        spoolThread = new SteppedExecutor();
        try {
            Disk used = new RuleBreakingDisk(disk, rules);
            Spool spool = rules.checksRecords()
                    ? Spool.open(used, maxBytes, segmentSize)
                    : Spools.withoutChecksum(used, maxBytes, segmentSize);
            EventSpool queue =
                    new SpoolQueue(spool, RefusedEvents.open(refusedDisk, segmentSize), maxBytes, spoolThread);
            DeliverySettings settings = new DeliverySettings(
                    waitingBytes, Duration.ofSeconds(7), 12, 400, Duration.ofMillis(250), Duration.ofSeconds(2));
            Lanes lanes = rules.laneStaysWithTheSpool()
                    ? new Lanes()
                    : new Lanes() {
                        @Override
                        boolean isBehind(int lane) {
                            return false;
                        }
                    };
            return new Delivery(
                    new Dispatcher.Ports(
                            log,
                            rules.deletesOnlyWhatIsAcknowledged() ? queue : new HastySpool(queue),
                            mailbox,
                            opener,
                            nanos),
                    settings,
                    lanes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean stepMailbox() {
        return mailbox.step();
    }

    boolean stepOpener() {
        return opener.step();
    }

    boolean stepSpool() {
        return spoolThread.step();
    }

    /** Acknowledges what was only read. */
    private record HastySpool(EventSpool spool) implements EventSpool {
        @Override
        public void append(List<CollectedEvent> events, Consumer<Appended> done) {
            spool.append(events, done);
        }

        @Override
        public void refuse(Refusal refusal, Consumer<Appended> done) {
            spool.refuse(refusal, done);
        }

        @Override
        public void read(int most, int mostBytes, Consumer<SpoolChunk> done) {
            spool.read(most, mostBytes, chunk -> {
                if (!chunk.events().isEmpty()) {
                    spool.acknowledge(
                            chunk.events().get(chunk.events().size() - 1).position());
                }
                done.accept(chunk);
            });
        }

        @Override
        public void acknowledge(SpoolPosition through) {}

        @Override
        public void close(Runnable done) {
            spool.close(done);
        }

        @Override
        public SpoolStatus status() {
            return spool.status();
        }
    }

    /** Does not force, or tries again to. */
    private record RuleBreakingDisk(Disk disk, SimulationRules rules) implements Disk {
        @Override
        public List<String> list() throws IOException {
            return disk.list();
        }

        @Override
        public DiskFile create(String name) throws IOException {
            return new RuleBreakingFile(disk.create(name), rules);
        }

        @Override
        public long size(String name) throws IOException {
            return disk.size(name);
        }

        @Override
        public int read(String name, long from, ByteBuffer into) throws IOException {
            return disk.read(name, from, into);
        }

        @Override
        public void delete(String name) throws IOException {
            disk.delete(name);
        }

        @Override
        public void rename(String name, String other) throws IOException {
            disk.rename(name, other);
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }
    }

    private record RuleBreakingFile(DiskFile file, SimulationRules rules) implements DiskFile {
        @Override
        public int append(ByteBuffer bytes) throws IOException {
            return file.append(bytes);
        }

        @Override
        public void force() throws IOException {
            if (!rules.forcesBeforeTheAnswer()) {
                return;
            }
            try {
                file.force();
            } catch (IOException e) {
                if (rules.closesAfterAFailedForce()) {
                    throw e;
                }
                file.force();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
