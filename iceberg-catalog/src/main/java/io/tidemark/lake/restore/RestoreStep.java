package io.tidemark.lake.restore;

/** The steps of a restore, in order. Each may be done twice: the second time it finds that nothing is left to do. */
public enum RestoreStep {
    /** The epoch is raised on every table: the writer until now cannot commit any more. */
    FENCE("fence every table"),
    /** The job is stopped, where it runs. */
    STOP("stop the job"),
    /** Every head is tagged, so that the restore can be undone. */
    TAG("tag what is there now"),
    /** Every file of the target is there. */
    FILES("check the target's files"),
    /** Every table is put back, with its columns; the versions of the service configuration have their stand-ins. */
    TABLES("put the tables back"),
    /** The job's state is made ready, and where it begins is written down. */
    STATE("make the job's state ready"),
    /** What Kafka no longer has is run through the job from the tables' later snapshots. */
    REPLAY("replay what Kafka no longer has"),
    /** The job is started, where it runs on a cluster. */
    START("start the job"),
    /** The lake is audited. */
    AUDIT("audit");

    private final String words;

    RestoreStep(String words) {
        this.words = words;
    }

    /** The step in words, for a person. */
    public String describe() {
        return words;
    }
}
