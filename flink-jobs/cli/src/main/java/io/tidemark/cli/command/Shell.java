package io.tidemark.cli.command;

import java.io.PrintWriter;

/** The whole command line, for a command that executes others. */
public interface Shell {
    /** Executes one command; returns its exit code. */
    int execute(PrintWriter out, PrintWriter err, String... args);
}
