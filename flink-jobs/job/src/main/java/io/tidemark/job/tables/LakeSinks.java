package io.tidemark.job.tables;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.shaded.guava33.com.google.common.hash.Hashing;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.jspecify.annotations.Nullable;

/**
 * The six tables as Flink sinks. Every snapshot carries the writer's epoch, and the uids of a sink's operators begin
 * with its table and that epoch: a writer of another epoch takes nothing over from the one before.
 */
public final class LakeSinks {
    private final Lake lake;
    // Loaded once, so that the rows are made for the very schema that they are written with.
    private final Map<LakeTable, Table> tables = new EnumMap<>(LakeTable.class);
    private final CatalogLoader catalog;
    private final WriterEpoch epoch;

    /**
     * Sinks into the tables of a lake, which must be there.
     *
     * @param claim the start of the job for which the tables are claimed; null where any start of the epoch may commit
     */
    public LakeSinks(Lake lake, TidemarkConfig config, @Nullable String claim) {
        CatalogSettings settings = LakeTables.settings(config);
        this.lake = lake;
        this.epoch = new WriterEpoch(lake.epoch());
        LakeTable.pipeline().forEach(table -> tables.put(table, lake.table(table)));
        Map<String, String> tableIds = tables.entrySet().stream()
                .collect(Collectors.toMap(
                        table -> table.getKey().tableName(),
                        table -> table.getValue().uuid().toString()));
        this.catalog = new LakeCatalogLoader(settings, lake.caller().as(new Writer(epoch.number(), claim, tableIds)));
    }

    /** What rows of a table with every column of this release are, for the operator that makes them. */
    public static TypeInformation<RowData> rows(LakeTable table) {
        return rows(table.schema());
    }

    /** What rows of a table with this schema are, for the operator that makes them. */
    public static TypeInformation<RowData> rows(Schema schema) {
        return InternalTypeInfo.of(FlinkSchemaUtil.convert(schema));
    }

    /** The schema of a table as it is; the rows written to it have its columns, all of them and in its order. */
    public Schema schema(LakeTable table) {
        return table(table).schema();
    }

    private Table table(LakeTable table) {
        return Objects.requireNonNull(tables.get(table));
    }

    /** The id of the operator that notes its commits to a table, in a job of this epoch: derived from the uids alone. */
    public static String operatorId(LakeTable table, WriterEpoch epoch) {
        String sink = suffix(table, epoch);
        return new OperatorID(Hashing.murmur3_128()
                        // Flink puts the sink's uid before those of the operators that Iceberg's sink consists of.
                        .hashString(sink + ": Sink pre-commit aggregator: " + sink, StandardCharsets.UTF_8)
                        .asBytes())
                .toString();
    }

    private static String suffix(LakeTable table, WriterEpoch epoch) {
        return table.tableName() + "-" + epoch;
    }

    /** Writes a stream of rows into a table; each checkpoint becomes one snapshot, with rows or without. */
    public void write(LakeTable table, DataStream<RowData> rows) {
        IcebergSink.forRowData(rows)
                .table(table(table))
                .tableLoader(TableLoader.fromCatalog(catalog, lake.identifier(table)))
                .distributionMode(DistributionMode.NONE)
                .writeParallelism(rows.getParallelism())
                .uidSuffix(suffix(table, epoch))
                .setSnapshotProperty(CheckpointStamp.EPOCH, epoch.toString())
                .append();
    }
}
