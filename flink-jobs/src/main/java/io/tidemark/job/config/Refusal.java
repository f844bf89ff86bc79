package io.tidemark.job.config;

/**
 * Something that was asked for and is not done, on purpose: doing it would lose, double or change data. The command ends
 * with exit code 3.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String sentence;
    private final String remedy;

    /**
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
    public String name() {
        return name;
    }

    /** What was asked for, on what, and why it is refused. */
    public String sentence() {
        return sentence;
    }

    /** What to do instead. */
    public String remedy() {
        return remedy;
    }
}
