package io.tidemark.job.replay;

import io.tidemark.config.IdentityConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.RawRecordType;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.RawRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The records of the log that Kafka no longer has, from the outcome tables: every record of the ranges that ended in one
 * of the four, once, in the order of its partition, with its place and its timestamp. What the job decides of them is
 * what it decided before.
 *
 * <p>A checkpoint holds the next offset of each partition. After the last record the source is idle and does not end.
 * Memory is bounded by a batch of one partition for each reader, tens of megabytes.
 */
public final class ReplaySource
        implements Source<RawRecord, ReplaySplit, List<ReplaySplit>>, ResultTypeQueryable<RawRecord> {
    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final Caller caller;
    private final EnumMap<LakeTable, Long> snapshots;
    private final int epoch;
    private final boolean byProject;
    private final ArrayList<ReplaySplit> splits;

    /**
     * The records of these ranges.
     *
     * @param config the lake, and the ingest epoch of the log
     * @param snapshots at which snapshot each outcome table holds them; no entry for a table that was never written.
     *     Other tables' entries are of no effect
     * @param offsets which offsets of each partition
     */
    public ReplaySource(TidemarkConfig config, Map<LakeTable, Long> snapshots, Map<Integer, OffsetRange> offsets) {
        this.settings = LakeTables.settings(config);
        this.caller = LakeTables.caller(config);
        this.snapshots = new EnumMap<>(LakeTable.class);
        snapshots.forEach((table, snapshot) -> {
            if (table.isOutcome()) {
                this.snapshots.put(table, snapshot);
            }
        });
        this.epoch = config.kafka().ingestEpoch();
        this.byProject = config.identity().scope() == IdentityConfig.Scope.PROJECT;
        this.splits = new ArrayList<>();
        offsets.forEach((partition, range) -> splits.add(new ReplaySplit(partition, range.start(), range.end())));
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<ReplaySplit, List<ReplaySplit>> createEnumerator(
            SplitEnumeratorContext<ReplaySplit> context) {
        return new ReplayEnumerator(context, splits);
    }

    @Override
    public SplitEnumerator<ReplaySplit, List<ReplaySplit>> restoreEnumerator(
            SplitEnumeratorContext<ReplaySplit> context, List<ReplaySplit> waiting) {
        return new ReplayEnumerator(context, waiting);
    }

    @Override
    public SourceReader<RawRecord, ReplaySplit> createReader(SourceReaderContext context) {
        return new ReplaySourceReader(() -> Lake.open(settings, caller), snapshots, epoch, byProject);
    }

    @Override
    public SimpleVersionedSerializer<ReplaySplit> getSplitSerializer() {
        return new ReplaySplitSerializer.OfOne();
    }

    @Override
    public SimpleVersionedSerializer<List<ReplaySplit>> getEnumeratorCheckpointSerializer() {
        return new ReplaySplitSerializer();
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return RawRecordType.INSTANCE;
    }
}
