package io.tidemark.bench.restore;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;

/** A lake with a long past and nothing in it: every table has its snapshots and its list of files, the files are empty. */
final class RestoreLake {
    private static final String JOB = "4d3c2b1a0f9e8d7c6b5a493827160504";
    private static final String OPERATOR = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final long FILE_BYTES = 16L << 20;
    private static final long FILE_ROWS = 100_000;

    private final TidemarkConfig config;
    private final int snapshots;
    private final int files;

    RestoreLake(TidemarkConfig config, int snapshots, int files) {
        this.config = config;
        this.snapshots = snapshots;
        this.files = files;
    }

    /** Makes the tables. Of one of them the files are on disk, so that they can be looked for. */
    void make(LakeTable onDisk) throws IOException {
        try (Lake lake = Lake.open(
                LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(LakeProperties.FIRST_EPOCH)))) {
            lake.createMissing(LakeTables.options(config));
            for (LakeTable name : LakeTable.pipeline()) {
                fill(lake.table(name), name == onDisk);
            }
        }
    }

    // In one transaction: the metadata file, which grows with every snapshot, is written once.
    private void fill(Table table, boolean onDisk) throws IOException {
        Transaction all = table.newTransaction();
        for (int snapshot = 1; snapshot <= snapshots; snapshot++) {
            AppendFiles append = all.newFastAppend();
            // The rest is what a job without traffic commits: as many lines of metadata, and quickly made.
            for (int file = 0; snapshot == 1 && file < files; file++) {
                append.appendFile(made(table, file, onDisk));
            }
            new CheckpointStamp(LakeProperties.FIRST_EPOCH, snapshot, JOB, OPERATOR)
                    .properties()
                    .forEach(append::set);
            append.commit();
        }
        all.commitTransaction();
    }

    private static DataFile made(Table table, int number, boolean onDisk) throws IOException {
        String directory = table.location().replaceFirst("^file:/*", "/");
        Path path = Path.of(directory, "data", number + ".parquet");
        if (onDisk) {
            Files.createDirectories(path.getParent());
            Files.createFile(path);
        }
        return DataFiles.builder(table.spec())
                .withPath(path.toString())
                .withFileSizeInBytes(FILE_BYTES)
                .withRecordCount(FILE_ROWS)
                .build();
    }
}
