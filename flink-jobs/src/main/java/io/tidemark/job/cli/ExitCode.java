package io.tidemark.job.cli;

/** What the command's exit codes mean; scripts rely on them. */
final class ExitCode {
    /** What was asked for is done. */
    static final int DONE = 0;
    /** It failed, and nothing is half done that the message does not name. */
    static final int FAILURE = 1;
    /** The arguments or the configuration file are wrong; nothing was begun. */
    static final int USAGE = 2;
    /** It is not done, on purpose: it would lose, double or change data. */
    static final int REFUSED = 3;
    /** The check ran, and what it checks does not hold. */
    static final int CHECK_FAILED = 4;

    private ExitCode() {}
}
