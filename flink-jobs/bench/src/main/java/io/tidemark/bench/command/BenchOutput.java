package io.tidemark.bench.command;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Where a benchmark prints: what happens on standard error, and the figures at the end on standard output. */
final class BenchOutput {
    private BenchOutput() {}

    /** Prints a line for each thing that happens. */
    static Consumer<String> progress(CommandSpec spec) {
        return line -> line(spec.commandLine().getErr(), line);
    }

    /** Prints the figures, without the end of their last line. */
    static void print(CommandSpec spec, String figures) {
        line(spec.commandLine().getOut(), figures);
    }

    private static void line(PrintWriter to, String text) {
        to.println(text);
        to.flush();
    }
}
