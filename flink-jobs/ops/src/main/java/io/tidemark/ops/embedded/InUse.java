package io.tidemark.ops.embedded;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.io.LockFile;
import java.io.IOException;
import java.nio.file.Path;

/** The refusal of a second writer. */
final class InUse {
    private InUse() {}

    /**
     * Locks a directory.
     *
     * @param what that which is locked, as the subject of a sentence
     * @param holder who locks it, for the message that others get
     * @throws Refusal where somebody else has; the message names the process
     */
    static LockFile lock(Path directory, String name, String what, String holder) throws IOException {
        return LockFile.take(directory, name, holder, other -> RefusalCode.IN_USE.refuse(what, other, "stop it"));
    }
}
