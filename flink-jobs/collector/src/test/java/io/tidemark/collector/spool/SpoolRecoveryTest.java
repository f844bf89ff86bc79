package io.tidemark.collector.spool;

import static io.tidemark.collector.spool.Events.batch;
import static io.tidemark.collector.spool.Events.readAll;
import static io.tidemark.collector.spool.Events.readNames;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever byte is cut off or changed, what is before it is read, nothing is invented, and nothing intact is deleted. */
class SpoolRecoveryTest {
    private static final String FIRST = "segment-000000000001.spool";
    private static final List<String> NAMES = List.of("a", "bb", "ccc", "dddd", "eeeee");

    private final SimulatedDisk disk = new SimulatedDisk();
    private byte[] segment = new byte[0];
    /** How many bytes the segment has with so many records. */
    private final List<Integer> ends = new ArrayList<>();

    private Spool open() throws IOException {
        return Spool.open(disk, 1 << 20, 1 << 20);
    }

    private void write() throws IOException {
        Spool spool = open();
        ends.add(SegmentFormat.HEADER);
        for (String name : NAMES) {
            spool.append(List.of(batch(name)));
            ends.add((int) spool.bytes());
        }
        segment = disk.bytes(FIRST);
    }

    private int recordsBefore(int place) {
        return (int) ends.stream().skip(1).filter(end -> end <= place).count();
    }

    @Test
    void aTornTailIsCutAtEveryByte() throws IOException {
        write();
        for (int size = 0; size <= segment.length; size++) {
            byte[] torn = Arrays.copyOf(segment, size);
            disk.put(FIRST, torn);
            Spool spool = open();
            assertThat(spool.append(List.of(batch("later")))).containsExactly(Appended.STORED);
            List<String> expected = new ArrayList<>(NAMES.subList(0, recordsBefore(size)));
            expected.add("later");
            List<SpooledEvent> read = readAll(spool);
            assertThat(read)
                    .as("cut at %d", size)
                    .extracting(each -> Events.name(each.event()))
                    .isEqualTo(expected);
            spool.acknowledge(read.get(read.size() - 1).position());
            assertThat(disk.list()).as("cut at %d", size).isEmpty();
            assertThat(spool.damaged()).isZero();
        }
    }

    @Test
    void zerosBehindTheLastRecordAreATornTail() throws IOException {
        write();
        disk.put(FIRST, Arrays.copyOf(segment, segment.length + 5_000));
        Spool spool = open();
        assertThat(readNames(spool)).isEqualTo(NAMES);
        assertThat(spool.damaged()).isZero();
    }

    @Test
    void whatFollowsAChangedByteIsKeptAndNeverDeleted() throws IOException {
        write();
        for (int at = 0; at < segment.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = segment.clone();
                changed[at] ^= (byte) (1 << bit);
                checkChanged(changed, at);
            }
        }
    }

    private void checkChanged(byte[] changed, int at) throws IOException {
        disk.put(FIRST, changed);
        Spool spool = open();
        List<SpooledEvent> read = readAll(spool);
        int before = at < SegmentFormat.HEADER ? 0 : recordsBefore(at);
        assertThat(read)
                .as("changed at %d", at)
                .extracting(each -> Events.name(each.event()))
                .isEqualTo(NAMES.subList(0, before));
        if (!read.isEmpty()) {
            spool.acknowledge(read.get(read.size() - 1).position());
        }
        boolean isLast = before == NAMES.size() - 1;
        assertThat(spool.isEmpty()).isTrue();
        assertThat(spool.damaged()).as("changed at %d", at).isEqualTo(isLast ? 0 : 1);
        if (!isLast) {
            assertThat(disk.list()).as("changed at %d", at).containsExactly(FIRST + ".damaged");
            assertThat(disk.bytes(FIRST + ".damaged")).isEqualTo(changed);
            disk.delete(FIRST + ".damaged");
        }
        assertThat(disk.list()).isEmpty();
    }

    @Test
    void aChangedByteInWhatThisProcessWroteIsDamageEvenAtItsEnd() throws IOException {
        Spool spool = open();
        spool.append(List.of(batch("a", "b")));
        byte[] changed = disk.bytes(FIRST);
        changed[changed.length - 1] ^= 1;
        disk.put(FIRST, changed);
        List<SpooledEvent> read = readAll(spool);
        assertThat(read).hasSize(1);
        spool.acknowledge(read.get(0).position());
        assertThat(spool.damaged()).isEqualTo(1);
        assertThat(disk.list()).containsExactly(FIRST + ".damaged");
        assertThat(spool.append(List.of(batch("c")))).containsExactly(Appended.STORED);
        assertThat(readNames(spool)).containsExactly("c");
    }
}
