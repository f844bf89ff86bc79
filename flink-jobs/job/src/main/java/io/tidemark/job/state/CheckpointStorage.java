package io.tidemark.job.state;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.LakeFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * Where checkpoints are kept, as this process reaches it. A Flink cluster has a plugin for S3; the command has none,
 * and goes there through S3A with the settings that the tables' own files are reached with ({@code catalog.storage}).
 * Paths stay as the configuration writes them, so that the cluster can read what was written here.
 */
public final class CheckpointStorage {
    private static final Set<String> S3 = Set.of("s3", "s3a");
    private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";
    private static final String HADOOP = "flink.hadoop.";
    private static final String OF_S3A = "fs.s3a.";

    private CheckpointStorage() {}

    /**
     * Makes Flink's file systems in this process reach the checkpoints of a pipeline, for the rest of its life. Opens
     * nothing yet.
     */
    public static void reach(TidemarkConfig config) {
        String directory = config.job().checkpointDir();
        String scheme = directory == null ? null : new Path(directory).toUri().getScheme();
        if (scheme == null || !S3.contains(scheme)) {
            return;
        }
        Configuration flink = Configuration.fromMap(config.job().flink());
        for (Map.Entry<String, String> entry : LakeTables.settings(config)
                .hadoopConfiguration()
                .getPropsWithPrefix(OF_S3A)
                .entrySet()) {
            flink.setString(HADOOP + OF_S3A + entry.getKey(), entry.getValue());
        }
        S3.forEach(each -> flink.setString(HADOOP + "fs." + each + ".impl", S3A));
        // Flink would rather say that its plugin is missing.
        flink.set(CoreOptions.ALLOWED_FALLBACK_FILESYSTEMS, String.join(";", S3));
        FileSystem.initialize(flink, null);
    }

    /**
     * Returns if a file can be written into a directory, and leaves it there: who writes checkpoints need not be
     * allowed to delete.
     *
     * @param purpose what the file says it was written for
     * @throws LakeFailure if the storage does not answer or refuses
     */
    public static void requireWritable(String directory, String purpose) {
        Path file = new Path(directory, "_begun");
        try (FSDataOutputStream out = file.getFileSystem().create(file, WriteMode.OVERWRITE)) {
            out.write((purpose + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of("Could not write to " + directory + ", where the job's state is to be written", e);
        }
    }
}
