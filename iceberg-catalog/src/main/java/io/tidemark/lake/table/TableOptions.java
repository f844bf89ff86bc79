package io.tidemark.lake.table;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What may be chosen when the tables are made. Tables that are there already keep what they were made with.
 *
 * @param partitioning how the outcome tables are cut; the other tables are never cut
 * @param zstdLevel how hard Parquet pages are compressed, 1 (fast) to 22 (small)
 * @param targetFileSizeBytes at which size writers begin a new file
 * @param metadataVersions how many versions of a table's metadata file are kept
 */
public record TableOptions(Partitioning partitioning, int zstdLevel, long targetFileSizeBytes, int metadataVersions) {
    /** How hard Parquet pages are compressed, unless said otherwise: 1 costs the least time for files 14 % larger. */
    public static final int DEFAULT_ZSTD_LEVEL = 1;
    /** The size at which writers begin a new file, unless said otherwise: 128 MiB. */
    public static final long DEFAULT_TARGET_FILE_SIZE_BYTES = 128L << 20;
    /** How many versions of a table's metadata file are kept, unless said otherwise. */
    public static final int DEFAULT_METADATA_VERSIONS = 100;

    /** The columns that people and the checks filter by; only these have minimum and maximum in the manifests. */
    private static final Set<String> FILTERED_BY = Set.of(
            Columns.PROJECT_ID,
            Columns.EVENT_TYPE,
            Columns.USER_ID,
            Columns.DEVICE_ID,
            Columns.DEVICE_KEY,
            Columns.AMPLITUDE_ID,
            Columns.MERGED_AMPLITUDE_ID,
            Columns.EVENT_ID,
            Columns.EVENT_TIME,
            Columns.SERVER_TIME,
            Columns.SERVER_RECEIVED_TIME,
            Columns.SERVER_UPLOAD_TIME,
            Columns.MERGE_EVENT_TIME,
            Columns.MERGE_SERVER_TIME,
            Columns.SESSION_ID,
            Columns.IDENTITY_SEQ,
            Columns.SEQ,
            Columns.REASON,
            Columns.FIELD,
            Columns.THROTTLE_LIMIT,
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public TableOptions {
        require(zstdLevel >= 1 && zstdLevel <= 22, "zstd level", zstdLevel, "1 to 22");
        require(targetFileSizeBytes >= 1 << 20, "target file size in bytes", targetFileSizeBytes, "1048576 and above");
        require(metadataVersions >= 1, "number of metadata versions kept", metadataVersions, "1 and above");
    }

    /** What is used where nothing is chosen. */
    public static TableOptions defaults() {
        return new TableOptions(
                Partitioning.daily(), DEFAULT_ZSTD_LEVEL, DEFAULT_TARGET_FILE_SIZE_BYTES, DEFAULT_METADATA_VERSIONS);
    }

    /** How this table is cut into partitions. */
    public PartitionSpec spec(LakeTable table) {
        return table.isOutcome() ? partitioning.spec(table.schema()) : PartitionSpec.unpartitioned();
    }

    /** The Iceberg properties that this table is made with, sorted by name. */
    public Map<String, String> properties(LakeTable table) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(TableProperties.FORMAT_VERSION, "2");
        properties.put(TableProperties.DEFAULT_FILE_FORMAT, "parquet");
        properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
        properties.put(TableProperties.PARQUET_COMPRESSION_LEVEL, Integer.toString(zstdLevel));
        properties.put(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, Long.toString(targetFileSizeBytes));
        properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
        properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, Integer.toString(metadataVersions));
        // Engines that know nothing of the guard leave the files of what they drop or expire.
        properties.put(TableProperties.GC_ENABLED, "false");
        // The job has one shuffle, by device; the sink must not add another by partition.
        properties.put(TableProperties.WRITE_DISTRIBUTION_MODE, TableProperties.WRITE_DISTRIBUTION_MODE_NONE);
        // Every table commits at every checkpoint, idle or not: a consistent snapshot of the whole lake is a checkpoint
        // id that every table has.
        properties.put("flink.max-continuous-empty-commits", "1");
        properties.put(TableProperties.COMMIT_NUM_RETRIES, "20");
        properties.put(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "50");
        properties.put(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "5000");
        properties.put(TableProperties.COMMIT_NUM_STATUS_CHECKS, "10");
        properties.put(TableProperties.DEFAULT_WRITE_METRICS_MODE, "none");
        for (NestedField column : table.schema().columns()) {
            if (FILTERED_BY.contains(column.name())) {
                properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column.name(), metrics(column.type()));
            }
        }
        return properties;
    }

    private static String metrics(Type type) {
        return type.typeId() == Type.TypeID.STRING ? "truncate(16)" : "full";
    }

    private static void require(boolean holds, String what, long value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("The " + what + " is " + value + "; allowed is " + allowed);
        }
    }
}
