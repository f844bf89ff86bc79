package io.tidemark.collector.spool;

import static io.tidemark.collector.spool.Events.batch;
import static io.tidemark.collector.spool.Events.event;
import static io.tidemark.collector.spool.Events.readAll;
import static io.tidemark.collector.spool.Events.readNames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.spool.SimulatedDisk.Fault;
import io.tidemark.collector.spool.SimulatedDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes into a spool comes out in its order, goes with its acknowledgement, and is never more than allowed. */
class SpoolTest {
    private static final long MANY = 1 << 20;

    private final SimulatedDisk disk = new SimulatedDisk();

    private Spool open() throws IOException {
        return Spool.open(disk, MANY, 200);
    }

    @Test
    void readsWhatWasAppendedInItsOrderOverSegments() throws IOException {
        Spool spool = open();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String name = "event-" + i;
            names.add(name);
            assertThat(spool.append(List.of(batch(name)))).containsExactly(Appended.STORED);
        }
        assertThat(disk.list()).hasSizeGreaterThan(4);
        assertThat(readNames(spool)).isEqualTo(names);
        assertThat(readNames(spool)).isEmpty();
        assertThat(readNames(open())).isEqualTo(names);
    }

    @Test
    void keepsKeyValueAndTime() throws IOException {
        CollectedEvent event = new CollectedEvent(new byte[] {1, 0, -1}, new byte[] {7}, 1_733_000_000_123L);
        CollectedEvent empty = new CollectedEvent(new byte[0], new byte[0], 0);
        open().append(List.of(List.of(event, empty)));

        List<SpooledEvent> read = readAll(open());
        assertThat(read.get(0).event()).usingRecursiveComparison().isEqualTo(event);
        assertThat(read.get(1).event()).usingRecursiveComparison().isEqualTo(empty);
    }

    @Test
    void readsAnEventThatIsLargerThanWhatIsReadAtOnce() throws IOException {
        Spool spool = Spool.open(disk, 8 << 20, 200);
        String large = "x".repeat(3 << 20);
        spool.append(List.of(batch("a", large, "b"), batch("c")));
        assertThat(readNames(spool)).containsExactly("a", large, "b", "c");
        assertThat(readNames(Spool.open(disk, 8 << 20, 200))).containsExactly("a", large, "b", "c");
    }

    @Test
    void severalBatchesHaveOneFsync() throws IOException {
        Spool spool = open();
        assertThat(spool.append(List.of(batch("a"), batch("b"), batch("c"))))
                .containsExactly(Appended.STORED, Appended.STORED, Appended.STORED);
        assertThat(disk.forces()).isEqualTo(1);
    }

    @Test
    void deletesASegmentOnceAllOfItIsAcknowledged() throws IOException {
        Spool spool = open();
        for (int i = 0; i < 12; i++) {
            spool.append(List.of(batch("event-" + i)));
        }
        List<SpooledEvent> read = readAll(spool);
        long before = spool.bytes();
        for (SpooledEvent each : read) {
            assertThat(spool.isEmpty()).isFalse();
            assertThat(disk.list())
                    .contains("segment-%012d.spool".formatted(each.position().segment()));
            spool.acknowledge(each.position());
            assertThat(spool.bytes()).isLessThanOrEqualTo(before);
            before = spool.bytes();
        }
        assertThat(spool.isEmpty()).isTrue();
        assertThat(spool.bytes()).isZero();
        assertThat(disk.list()).isEmpty();
        spool.append(List.of(batch("later")));
        assertThat(readNames(spool)).containsExactly("later");
    }

    @Test
    void whatIsNotReadIsNotDeletedByAnAcknowledgement() throws IOException {
        Spool spool = open();
        spool.append(List.of(batch("a")));
        SpooledEvent first = spool.read(1, 1).events().get(0);
        spool.append(List.of(batch("b")));
        spool.acknowledge(first.position());
        assertThat(readNames(spool)).containsExactly("b");
        assertThat(readNames(open())).containsExactly("a", "b");
    }

    @Test
    void refusesWhatDoesNotFitAsAWhole() throws IOException {
        Spool spool = Spool.open(disk, 100, 200);
        assertThat(spool.append(List.of(batch("a"), batch("b", "c", "d"), batch("e"))))
                .containsExactly(Appended.STORED, Appended.FULL, Appended.STORED);
        assertThat(spool.append(List.of(batch("f", "g")))).containsExactly(Appended.FULL);
        assertThat(spool.bytes())
                .isLessThanOrEqualTo(100)
                .isEqualTo(disk.size(disk.list().get(0)));
        List<SpooledEvent> read = readAll(spool);
        assertThat(read).extracting(each -> Events.name(each.event())).containsExactly("a", "e");
        spool.acknowledge(read.get(1).position());
        assertThat(spool.append(List.of(batch("f", "g")))).containsExactly(Appended.STORED);
    }

    @Test
    void aFullDiskLeavesNothingHalfWritten() throws IOException {
        Spool spool = open();
        spool.append(List.of(batch("a")));
        long size = spool.bytes();
        disk.capacity(size + 20);
        assertThat(spool.append(List.of(batch("b")))).containsExactly(Appended.FAILED);
        assertThat(spool.bytes()).isEqualTo(size);
        disk.capacity(MANY);
        assertThat(spool.append(List.of(batch("c")))).containsExactly(Appended.STORED);
        assertThat(disk.list()).hasSize(1);
        assertThat(readNames(spool)).containsExactly("a", "c");
        assertThat(readNames(open())).containsExactly("a", "c");
    }

    @Test
    void aForceThatFailsClosesTheSegmentForGood() throws IOException {
        Spool spool = open();
        spool.append(List.of(batch("a")));
        disk.faults((operation, number) -> operation == Operation.FORCE ? Fault.FAILS : Fault.NONE);
        assertThat(spool.append(List.of(batch("b")))).containsExactly(Appended.FAILED);
        disk.faults((operation, number) -> Fault.NONE);
        assertThat(spool.append(List.of(batch("c")))).containsExactly(Appended.STORED);
        assertThat(disk.list()).hasSize(2);
        assertThat(readNames(spool)).containsExactly("a", "c");
        disk.kill(new Random(1));
        assertThat(readNames(open())).containsExactly("a", "c");
    }

    @Test
    void saysWhenTheOldestWasReceived() throws IOException {
        Spool spool = open();
        assertThat(spool.oldestAt()).isEqualTo(Long.MAX_VALUE);
        CollectedEvent old = event("device", "1");
        spool.append(List.of(List.of(old)));
        spool.append(List.of(batch("longer and therefore later")));
        assertThat(spool.oldestAt()).isEqualTo(old.receivedAt());
        assertThat(open().oldestAt()).isEqualTo(old.receivedAt());
    }

    @Test
    void aSegmentOfAnotherVersionIsLeftAlone() throws IOException {
        open().append(List.of(batch("a")));
        String name = disk.list().get(0);
        byte[] bytes = disk.bytes(name);
        bytes[5] = 2;
        int crc = Checksum.CRC32C.of(ByteBuffer.wrap(bytes, 0, 8));
        for (int i = 0; i < 4; i++) {
            bytes[8 + i] = (byte) (crc >>> (24 - 8 * i));
        }
        disk.put(name, bytes);
        assertThatThrownBy(this::open)
                .isInstanceOf(SpoolUnavailableException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("version 2");
        assertThat(disk.bytes(name)).isEqualTo(bytes);
    }

    @Test
    void aSegmentThatCannotBeReadIsPutAsideAfterSomeTries() throws IOException {
        open().append(List.of(batch("a", "b")));
        Spool spool = open();
        spool.append(List.of(batch("c")));
        disk.faults((operation, number) -> operation == Operation.READ && number < 10 ? Fault.FAILS : Fault.NONE);
        assertThat(readNames(spool)).containsExactly("c");
        assertThat(spool.damaged()).isEqualTo(1);
        assertThat(disk.list()).contains("segment-000000000001.spool.damaged");
    }

    @Test
    void aNumberIsNeverUsedTwice() throws IOException {
        disk.put("segment-000000000007.spool.damaged", new byte[3]);
        Spool spool = open();
        spool.append(List.of(batch("a")));
        assertThat(disk.list()).contains("segment-000000000008.spool");
        assertThat(spool.damaged()).isEqualTo(1);
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        disk.put("lock", new byte[0]);
        disk.put("notes.txt", new byte[] {1});
        assertThat(open().isEmpty()).isTrue();
        assertThat(disk.list()).contains("lock", "notes.txt");
    }
}
