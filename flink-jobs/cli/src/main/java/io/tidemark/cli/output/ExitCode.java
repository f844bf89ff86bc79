package io.tidemark.cli.output;

/** What the command's exit codes mean; scripts rely on them. */
public final class ExitCode {
    /** Success. */
    public static final int DONE = 0;
    /** It failed, and nothing is half done that the message does not name. */
    public static final int FAILURE = 1;
    /** The arguments or the configuration file are wrong; nothing was begun. */
    public static final int USAGE = 2;
    /** It is not done, on purpose: it would lose, double or change data. */
    public static final int REFUSED = 3;
    /** The check ran, and what it checks does not hold. */
    public static final int CHECK_FAILED = 4;

    private ExitCode() {}
}
