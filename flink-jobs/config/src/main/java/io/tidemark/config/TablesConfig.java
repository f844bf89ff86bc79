package io.tidemark.config;

/**
 * How the tables are laid out ({@code tables} in the file). Used when a table is made; an existing table keeps its own.
 *
 * @param partitionBy the partitions of the four outcome tables: columns and transforms of Iceberg, separated by commas
 * @param zstdLevel how hard Parquet files are compressed, 1 (fast) to 22
 * @param targetFileSize how large a data file may grow
 * @param metadataVersions how many old metadata files each table keeps
 */
public record TablesConfig(String partitionBy, int zstdLevel, Size targetFileSize, int metadataVersions) {

    /** By day of upload, zstd level 1, files of 128 MiB, 100 old metadata files. */
    public static TablesConfig defaults() {
        return new TablesConfig("day(server_upload_time)", 1, Size.ofMebibytes(128), 100);
    }
}
