package io.tidemark.job.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;

/** Whether a failure says that a place is for reading only: a mount without writing, or the files of another user. */
final class NotWritable {
    private static final String READ_ONLY = "read-only file system";

    private NotWritable() {}

    /** Why nothing can be written there; none if the failure is another. */
    static Optional<String> reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return Optional.of("its files belong to somebody else, who lets this user only read");
        }
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason != null && reason.toLowerCase(Locale.ROOT).contains(READ_ONLY)
                ? Optional.of("its file system is mounted for reading only")
                : Optional.empty();
    }
}
