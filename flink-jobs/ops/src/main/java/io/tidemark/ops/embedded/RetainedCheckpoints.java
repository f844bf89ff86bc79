package io.tidemark.ops.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints that Flink has left below a local directory, as {@code <directory>/<job id>/chk-<n>/_metadata}.
 * Flink writes {@code _metadata} last, under another name, and renames it: a checkpoint that has it is complete.
 */
public final class RetainedCheckpoints {
    private static final Pattern JOB_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d{1,18})");

    private RetainedCheckpoints() {}

    /**
     * A complete checkpoint.
     *
     * @param id its number; numbers go on when a job is restored, also under another job id
     * @param path its directory, as {@code execution.state-recovery.path} wants it
     * @param modifiedMillis when its metadata was written, ms since the epoch
     */
    public record Checkpoint(long id, Path path, long modifiedMillis) {}

    /**
     * The newest complete checkpoint of whatever job: the one with the largest number, and of several with the same
     * number the one written last. Nothing where there is none, or no such directory.
     *
     * @throws EmbeddedFailure where the directory cannot be read
     */
    public static Optional<Checkpoint> newest(Path directory) {
        try {
            List<Checkpoint> found = new ArrayList<>();
            for (Path job : entries(directory, JOB_ID)) {
                for (Path checkpoint : entries(job, CHECKPOINT)) {
                    complete(checkpoint).ifPresent(found::add);
                }
            }
            return found.stream()
                    .max(Comparator.comparingLong(Checkpoint::id).thenComparingLong(Checkpoint::modifiedMillis));
        } catch (IOException e) {
            throw new EmbeddedFailure(
                    "Cannot look for checkpoints below " + directory + ": " + EmbeddedFailure.reason(e)
                            + ". Check that the directory may be read.",
                    e);
        }
    }

    /**
     * The complete checkpoint of one job and number, if it is still there.
     *
     * @throws EmbeddedFailure where the directory cannot be read
     */
    public static Optional<Checkpoint> find(Path directory, String jobId, long id) {
        if (!JOB_ID.matcher(jobId).matches()) {
            return Optional.empty();
        }
        Path checkpoint = directory.resolve(jobId).resolve("chk-" + id);
        try {
            return complete(checkpoint);
        } catch (IOException e) {
            throw new EmbeddedFailure(
                    "Cannot look for the checkpoint " + checkpoint + ": " + EmbeddedFailure.reason(e)
                            + ". Check that the directory may be read.",
                    e);
        }
    }

    private static List<Path> entries(Path directory, Pattern name) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry ->
                            name.matcher(entry.getFileName().toString()).matches())
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Never made, deleted by Flink while we looked, or a file of somebody else.
            return List.of();
        }
    }

    private static Optional<Checkpoint> complete(Path checkpoint) throws IOException {
        Matcher name = CHECKPOINT.matcher(checkpoint.getFileName().toString());
        Path metadata = checkpoint.resolve("_metadata");
        if (!name.matches() || !Files.isRegularFile(metadata)) {
            return Optional.empty();
        }
        try {
            // A machine that lost power after the rename can leave a file without content.
            if (Files.size(metadata) == 0) {
                return Optional.empty();
            }
            long modified = Files.getLastModifiedTime(metadata).toMillis();
            return Optional.of(new Checkpoint(Long.parseLong(name.group(1)), checkpoint, modified));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
