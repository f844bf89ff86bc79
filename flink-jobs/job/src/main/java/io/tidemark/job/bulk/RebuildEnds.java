package io.tidemark.job.bulk;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeCatalogLoader;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.read.RebuiltTable;
import io.tidemark.lake.table.LakeTable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
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
import org.apache.iceberg.flink.source.IcebergSource;

/** Where a rebuild reads the events, and where it puts the rows. */
public final class RebuildEnds {
    private final Lake lake;
    private final CatalogLoader catalog;

    /** The two ends of a rebuild of this lake. */
    public RebuildEnds(Lake lake, TidemarkConfig config) {
        this.lake = lake;
        this.catalog = new LakeCatalogLoader(LakeTables.settings(config), lake.caller());
    }

    /** What rows of {@code events} with these columns are. */
    public static TypeInformation<RowData> rows(List<String> columns) {
        return InternalTypeInfo.of(FlinkSchemaUtil.convert(projection(LakeTable.EVENTS.schema(), columns)));
    }

    private static Schema projection(Schema schema, List<String> columns) {
        return new Schema(columns.stream().map(schema::findField).toList());
    }

    /**
     * The events at a snapshot, these columns of them alone, in no particular order; it ends.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if the table cannot be loaded
     */
    public Source<RowData, ?, ?> events(long snapshot, List<String> columns) {
        Table events = lake.table(LakeTable.EVENTS);
        return IcebergSource.forRowData()
                .tableLoader(TableLoader.fromCatalog(catalog, lake.identifier(LakeTable.EVENTS)))
                .table(events)
                .useSnapshotId(snapshot)
                .project(projection(events.schema(), columns))
                .build();
    }

    /** Writes rows where they are kept until they are published; they are committed once, at the end. */
    public void write(RebuiltTable into, DataStream<RowData> rows) {
        IcebergSink.forRowData(rows)
                .table(into.table())
                .tableLoader(TableLoader.fromCatalog(catalog, into.identifier()))
                .toBranch(into.branch())
                .distributionMode(DistributionMode.NONE)
                .writeParallelism(rows.getParallelism())
                .uidSuffix("rebuild-" + into.name().tableName())
                .append();
    }
}
