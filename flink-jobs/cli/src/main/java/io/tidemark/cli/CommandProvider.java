package io.tidemark.cli;

/** Adds a command to the command line from another module, which registers it for {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** The class of the command, as picocli reads it. */
    Class<?> command();
}
