package io.tidemark.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of the command in this process.
 *
 * @param code the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
public record Run(int code, String out, String err) {
    /** Runs the command with these arguments. */
    public static Run of(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Tidemark.command(new PrintWriter(out), new PrintWriter(err, true))
                .execute(args);
        return new Run(code, out.toString(), err.toString());
    }
}
