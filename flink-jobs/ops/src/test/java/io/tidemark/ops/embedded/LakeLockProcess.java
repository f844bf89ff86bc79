package io.tidemark.ops.embedded;

import io.tidemark.lake.guard.Refusal;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that locks a lake, changes its state, and then waits to be killed; or says why it may not. */
public final class LakeLockProcess {
    static final String READY = "locked";

    private LakeLockProcess() {}

    /** {@code directory} */
    public static void main(String[] arguments) throws Exception {
        LakeDirectory lake = LakeDirectory.existing(Path.of(arguments[0]));
        try (LakeDirectory.Lock lock = lake.lock("tidemark demo")) {
            lock.write(lake.state().running());
            System.out.println(READY);
            new CountDownLatch(1).await();
        } catch (Refusal refusal) {
            System.out.println(refusal.getMessage());
        }
    }
}
