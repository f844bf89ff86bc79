package io.tidemark.ops.cluster;

import io.tidemark.lake.restore.RestoreStep;
import java.util.List;

/**
 * At which steps tests kill a restore. Each kill costs a process: some steps are enough for every run, and the system
 * property {@code tidemark.restore.all} makes it all of them, as {@code .ci/proofs/restore} does.
 */
public final class KilledSteps {
    private static final boolean ALL = Boolean.getBoolean("tidemark.restore.all");

    /** The first, which has no journal yet; before and after the tables are put back; after the state is ready; the last. */
    private static final List<RestoreStep> SOME =
            List.of(RestoreStep.FENCE, RestoreStep.TABLES, RestoreStep.STATE, RestoreStep.AUDIT);

    private KilledSteps() {}

    /** The steps in their order. */
    public static List<RestoreStep> inOrder() {
        return ALL ? List.of(RestoreStep.values()) : SOME;
    }

    /**
     * At how many steps a restore is killed at least. A kill may come late, and find a step or two done that were begun
     * meanwhile.
     */
    public static int atLeast() {
        return ALL ? 3 : 2;
    }
}
