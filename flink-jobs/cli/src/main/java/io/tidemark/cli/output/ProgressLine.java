package io.tidemark.cli.output;

import io.tidemark.ops.embedded.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * How far it is, for the person in front of it: one line that is written over on a terminal, and a line every few
 * seconds where standard error is a file. On a terminal that is narrower than the line, the line is cut until its end,
 * for one that wraps cannot be written over.
 */
public final class ProgressLine {
    private static final long ON_TERMINAL_MILLIS = 200;
    private static final long IN_FILE_MILLIS = 10_000;

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean terminal;
    private final int columns;

    private long shownAt;
    private int width;
    private String last = "";

    /** A line for the user of the command; the launcher says whether there is a terminal. */
    public ProgressLine(PrintWriter err, boolean forMachine) {
        this(
                err,
                forMachine,
                Boolean.getBoolean("tidemark.terminal"),
                Integer.getInteger("tidemark.columns", Integer.MAX_VALUE));
    }

    /**
     * A line.
     *
     * @param forMachine whether the result is for a machine: then only a terminal gets the line
     * @param terminal whether the line can be written over
     * @param columns how wide the terminal is
     */
    public ProgressLine(PrintWriter err, boolean forMachine, boolean terminal, int columns) {
        this.err = err;
        this.terminal = terminal;
        this.columns = columns;
        this.quiet = forMachine && !terminal;
    }

    /** Whether it is time to show something again. */
    public boolean due() {
        return !quiet && System.currentTimeMillis() - shownAt >= (terminal ? ON_TERMINAL_MILLIS : IN_FILE_MILLIS);
    }

    /** Shows how many records were sent and where they ended. */
    public void show(long sent, Progress done, String more) {
        String text = String.format(Locale.ROOT, "sent %,d · committed %,d · ", sent, done.records());
        show(text + outcomes(done) + (more.isEmpty() ? "" : " · " + more));
    }

    /** Shows where the records have ended. */
    public void show(Progress done) {
        show(String.format(Locale.ROOT, "committed %,d · ", done.records()) + outcomes(done));
    }

    private static String outcomes(Progress done) {
        return String.format(
                Locale.ROOT,
                "accepted %,d · duplicate %,d · throttled %,d · rejected %,d",
                done.accepted(),
                done.duplicate(),
                done.throttled(),
                done.rejected());
    }

    /** Shows a line. */
    public void show(String text) {
        if (quiet) {
            return;
        }
        shownAt = System.currentTimeMillis();
        if (terminal) {
            // The last column stays free: some terminals wrap as soon as it is written to.
            String cut = text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
            err.print('\r' + cut + " ".repeat(Math.max(0, width - cut.length())));
            width = cut.length();
            last = text;
        } else {
            err.println(text);
        }
        err.flush();
    }

    /** Leaves the last line on the screen. */
    public void end() {
        if (!quiet && terminal && width > 0) {
            if (width < last.length()) {
                err.print('\r' + last);
            }
            err.println();
            err.flush();
            width = 0;
        }
    }
}
