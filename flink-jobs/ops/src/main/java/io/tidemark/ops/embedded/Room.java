package io.tidemark.ops.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether something failed because its disk is full. */
public final class Room {
    private static final long TOO_LITTLE = 1L << 20;
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "SQLITE_FULL", "There is not enough space");

    private Room() {}

    /** Whether the failure says so, or the directory has next to no room left. */
    public static boolean isMissing(Path directory, Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String message = String.valueOf(at.getMessage());
            if (FULL.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return isMissing(directory);
    }

    /** Whether the directory has next to no room left. */
    public static boolean isMissing(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < TOO_LITTLE;
        } catch (IOException e) {
            return false;
        }
    }
}
