package io.tidemark.ops.export;

import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that an export is written to. */
public final class ExportTarget {
    private ExportTarget() {}

    /** A place that no archive can be written to; the message says why, and what to give in its stead. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Unusable(String message) {
            super(message);
        }
    }

    /**
     * The absolute path of a file that an archive can be written to.
     *
     * @param overwrite whether a file that is there may be replaced
     * @throws Unusable if it is a directory, or in no directory
     * @throws Refusal if there is a file that may not be replaced
     */
    public static Path of(Path output, boolean overwrite) {
        Path target = LocalFiles.absolute(output);
        Path directory = target.getParent();
        if (directory == null || Files.isDirectory(target)) {
            throw new Unusable(
                    "Cannot write the export to " + output + ": it is a directory. Give the name of a file with -o.");
        }
        if (!Files.isDirectory(directory)) {
            throw new Unusable("Cannot write the export to " + output + ": there is no directory " + directory
                    + ". Make it first, or give another place with -o.");
        }
        if (Files.exists(target) && !overwrite) {
            throw RefusalCode.FILE_EXISTS.refuse(output);
        }
        return target;
    }
}
