package io.tidemark.job.replay;

import io.tidemark.rules.event.RawRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A batch of records of one partition, gathered from the tables in any order and given back in the log's. Where its
 * records become too many bytes, it lets go of its far half and ends earlier.
 */
final class ReplayBatch {
    private static final Comparator<RawRecord> ORDER = Comparator.comparingLong(RawRecord::offset);
    private static final long OVERHEAD = 64;

    private final long bytesAtMost;
    private List<RawRecord> records = new ArrayList<>();
    private long bytes;
    private long end;

    /**
     * An empty batch.
     *
     * @param end the offset behind its last
     * @param bytesAtMost about how much it may hold; one record it holds always
     */
    ReplayBatch(long end, long bytesAtMost) {
        this.end = end;
        this.bytesAtMost = bytesAtMost;
    }

    /** Takes a record, if it is still within the range. */
    void add(RawRecord record) {
        if (record.offset() >= end) {
            return;
        }
        records.add(record);
        bytes += size(record);
        if (bytes > bytesAtMost && records.size() > 1) {
            records.sort(ORDER);
            int kept = records.size() / 2;
            end = records.get(kept).offset();
            records = new ArrayList<>(records.subList(0, kept));
            bytes = records.stream().mapToLong(ReplayBatch::size).sum();
        }
    }

    /** The offset behind its last. */
    long end() {
        return end;
    }

    /** The records by offset. */
    List<RawRecord> inOrder() {
        records.sort(ORDER);
        return records;
    }

    private static long size(RawRecord record) {
        byte[] value = record.value();
        byte[] key = record.key();
        return OVERHEAD + (value == null ? 0 : value.length) + (key == null ? 0 : key.length);
    }
}
