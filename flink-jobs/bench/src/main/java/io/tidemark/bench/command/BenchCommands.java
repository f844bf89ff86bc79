package io.tidemark.bench.command;

import io.tidemark.cli.CommandProvider;

/** Adds {@code bench} to the command line. */
public final class BenchCommands implements CommandProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public BenchCommands() {}

    @Override
    public Class<?> command() {
        return BenchCommand.class;
    }
}
