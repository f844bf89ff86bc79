package io.tidemark.job.replay;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;

/** What a reader of the replay emits, without a job. */
public final class ReplayedRecords implements ReaderOutput<RawRecord> {
    private final List<RawRecord> records = new ArrayList<>();

    private ReplayedRecords() {}

    /**
     * The records of these ranges, of the topic's first generation, with the devices of all projects as one.
     *
     * @param opening opens the lake; it is closed again
     * @param snapshots at which snapshot each outcome table holds them
     */
    public static List<RawRecord> of(
            Supplier<Lake> opening, Map<LakeTable, Long> snapshots, Map<Integer, OffsetRange> ranges) {
        ReplayedRecords output = new ReplayedRecords();
        ReplaySourceReader reader = new ReplaySourceReader(opening, snapshots, 1, false);
        reader.start();
        reader.addSplits(ranges.entrySet().stream()
                .map(range -> new ReplaySplit(
                        range.getKey(),
                        range.getValue().start(),
                        range.getValue().end()))
                .toList());
        while (reader.pollNext(output) == InputStatus.MORE_AVAILABLE) {
            // Until all of it is here.
        }
        reader.close();
        return output.records;
    }

    @Override
    public void collect(RawRecord record) {
        records.add(record);
    }

    @Override
    public void collect(RawRecord record, long timestamp) {
        collect(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        throw new UnsupportedOperationException("A replay has no watermarks");
    }

    @Override
    public void markIdle() {
        // Nobody waits.
    }

    @Override
    public void markActive() {
        // Nobody waits.
    }

    @Override
    public SourceOutput<RawRecord> createOutputForSplit(String split) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String split) {
        // It is the only one.
    }
}
