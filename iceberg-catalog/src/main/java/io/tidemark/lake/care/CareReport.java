package io.tidemark.lake.care;

/**
 * What care has done.
 *
 * @param snapshots how many snapshots went
 * @param quarantined how many files are on new quarantine lists
 * @param deleted how many files were deleted, for their time had come
 * @param spared how many files were on a list whose time had come, and are needed after all
 */
public record CareReport(int snapshots, int quarantined, int deleted, int spared) {}
