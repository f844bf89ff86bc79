package io.tidemark.ops.restore;

import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.StartPoint;

/** The job that writes to a lake, as a restore needs it: stopped, and started again. */
public interface JobControl extends AutoCloseable {
    /**
     * Returns if the job can be stopped and started from here; changes nothing.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if not
     */
    void require();

    /**
     * Stops every job that writes to the lake; returns when none runs.
     *
     * @return what was stopped, in a person's words
     */
    String stop();

    /**
     * Starts the job; returns when it runs. A job that runs from there already is left as it is.
     *
     * @return what was started, in a person's words
     */
    String start(RestorePlan plan, StartPoint from);

    @Override
    void close();
}
