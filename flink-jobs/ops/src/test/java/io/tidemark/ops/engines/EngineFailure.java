package io.tidemark.ops.engines;

/** An engine did not answer; the message has the statement and what the engine says of it. */
public final class EngineFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    EngineFailure(String engine, String statement, String why) {
        super(engine + " did not answer\n" + statement.strip() + "\n" + why.strip());
    }

    EngineFailure(String engine, String statement, Exception cause) {
        super(engine + " did not answer\n" + statement.strip() + "\n" + cause.getMessage(), cause);
    }
}
