package io.tidemark.ops.embedded;

import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Whether a lake's directory is for reading only: a mount without writing, or the files of another user. */
public final class NotWritable {
    private static final String MOUNTED_READ_ONLY = "its file system is mounted for reading only";
    private static final String OF_SOMEBODY_ELSE = "its files belong to somebody else, who lets this user only read";
    private static final String READ_ONLY = "read-only file system";

    private NotWritable() {}

    /**
     * Returns if a lake's directory can be written to, for commands that change the lake and take no lock.
     *
     * @throws Refusal if it cannot
     */
    public static void refuse(Path directory) {
        Path root = LocalFiles.absolute(directory);
        try {
            root.getFileSystem().provider().checkAccess(root, AccessMode.WRITE);
        } catch (IOException e) {
            throw refusal(root, e).orElseGet(() -> refusal(root, EmbeddedFailure.reason(e)));
        }
    }

    /** The refusal for a failure that says so; none if the failure is another. */
    static Optional<Refusal> refusal(Path root, IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return Optional.of(refusal(root, OF_SOMEBODY_ELSE));
        }
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason != null && reason.toLowerCase(Locale.ROOT).contains(READ_ONLY)
                ? Optional.of(refusal(root, MOUNTED_READ_ONLY))
                : Optional.empty();
    }

    private static Refusal refusal(Path root, String reason) {
        return RefusalCode.NOT_WRITABLE.refuse(root, reason);
    }
}
