package io.tidemark.lake.guard;

import org.apache.iceberg.exceptions.CleanableFailure;

/**
 * Something that was asked for and is not done, on purpose: doing it would lose, double or change data. The command ends
 * with exit code 3. Nothing was committed, so Iceberg may clean up what it had prepared.
 */
public class Refusal extends RuntimeException implements CleanableFailure {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String sentence;
    private final String remedy;

    /**
     * A refusal.
     *
     * @param name a short, stable name of the rule that refuses, for example {@code read-only}
     * @param sentence what was asked for, on what, and why it is refused
     * @param remedy what to do instead
     */
    public Refusal(String name, String sentence, String remedy) {
        super(sentence + " " + remedy);
        this.name = name;
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /** The short, stable name of the rule that refuses. */
    public final String name() {
        return name;
    }

    /** What was asked for, on what, and why it is refused. */
    public final String sentence() {
        return sentence;
    }

    /** What to do instead. */
    public final String remedy() {
        return remedy;
    }
}
