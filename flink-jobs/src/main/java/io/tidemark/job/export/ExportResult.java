package io.tidemark.job.export;

/**
 * What an export did.
 *
 * @param rows how many rows are in the archive
 * @param files in how many files
 * @param hours of how many hours
 * @param merges how many merges are in it
 * @param bytes how large it is
 */
public record ExportResult(long rows, long files, long hours, long merges, long bytes) {}
