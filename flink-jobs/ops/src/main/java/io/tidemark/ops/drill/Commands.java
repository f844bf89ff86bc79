package io.tidemark.ops.drill;

import java.util.List;

/** The product's own commands, as a person on call has them. */
@FunctionalInterface
public interface Commands {
    /** Runs one command to its end. */
    Result run(List<String> arguments);

    /**
     * What came of a command.
     *
     * @param code its exit code
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    record Result(int code, String out, String err) {}
}
