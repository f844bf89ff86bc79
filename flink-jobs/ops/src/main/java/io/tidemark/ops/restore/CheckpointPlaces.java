package io.tidemark.ops.restore;

import io.tidemark.lake.catalog.LakeFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Checkpoints and savepoints, wherever Flink's file systems reach. */
public final class CheckpointPlaces {
    private static final Pattern JOB_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d{1,18})");
    private static final String METADATA = "_metadata";

    private CheckpointPlaces() {}

    /**
     * A complete checkpoint.
     *
     * @param id its number
     * @param path its directory
     */
    public record Checkpoint(long id, String path) {}

    /**
     * Whether the directory holds a complete checkpoint or savepoint. Flink writes {@code _metadata} last.
     *
     * @throws LakeFailure if the storage cannot be read
     */
    public static boolean isComplete(String directory) {
        try {
            Path metadata = new Path(directory, METADATA);
            FileSystem storage = metadata.getFileSystem();
            return storage.exists(metadata) && storage.getFileStatus(metadata).getLen() > 0;
        } catch (IOException e) {
            throw LakeFailure.of("Could not look for the checkpoint " + directory, e);
        }
    }

    /**
     * The complete checkpoint with the largest number, of whatever job, below a checkpoint directory.
     *
     * @throws LakeFailure if the storage cannot be read
     */
    public static Optional<Checkpoint> newest(String directory) {
        return entries(directory, JOB_ID)
                .flatMap(job -> newestIn(job.getPath().toString()).stream())
                .max(Comparator.comparingLong(Checkpoint::id));
    }

    /**
     * The complete checkpoint with the largest number of one job.
     *
     * @param directory where jobs keep their checkpoints
     * @param job Flink's id of the job
     * @throws LakeFailure if the storage cannot be read
     */
    public static Optional<Checkpoint> newestOf(String directory, String job) {
        return newestIn(directory + "/" + job);
    }

    private static Optional<Checkpoint> newestIn(String job) {
        return entries(job, CHECKPOINT)
                .map(CheckpointPlaces::checkpoint)
                .filter(checkpoint -> isComplete(checkpoint.path()))
                .max(Comparator.comparingLong(Checkpoint::id));
    }

    private static Checkpoint checkpoint(FileStatus directory) {
        Matcher name = CHECKPOINT.matcher(directory.getPath().getName());
        if (!name.matches()) {
            throw new IllegalStateException(directory.getPath() + " is no checkpoint");
        }
        return new Checkpoint(
                Long.parseLong(name.group(1)), directory.getPath().toUri().toString());
    }

    private static Stream<FileStatus> entries(String directory, Pattern name) {
        try {
            Path path = new Path(directory);
            FileStatus[] entries = path.getFileSystem().listStatus(path);
            return entries == null
                    ? Stream.empty()
                    : Stream.of(entries)
                            .filter(entry -> entry.isDir()
                                    && name.matcher(entry.getPath().getName()).matches());
        } catch (FileNotFoundException none) {
            return Stream.empty();
        } catch (IOException e) {
            throw LakeFailure.of("Could not look for checkpoints below " + directory, e);
        }
    }
}
