package io.tidemark.ops.engines;

/** Something that answers SQL over one lake, one statement at a time. */
public interface Engine extends AutoCloseable {
    /** What a person calls it. */
    String name();

    /** Its dialect, as the files in {@code sql} name it: {@code trino}, {@code spark} or {@code flink}. */
    String dialect();

    /**
     * Answers a statement.
     *
     * @throws EngineFailure if the engine does not; the message has what it says
     */
    Reply ask(String statement);

    @Override
    void close();
}
