package io.tidemark.ops.setup;

/**
 * A setting of a topic, and why it has to be so.
 *
 * @param name as Kafka calls it
 * @param value what a new topic gets
 * @param kept what of a topic that is there already is left as it is
 * @param why the reason, the end of a sentence
 */
public record TopicSetting(String name, String value, Kept kept, String why) {

    /** Which other values a topic may have. */
    public enum Kept {
        /** A greater number, or -1, which is no limit: a smaller one is raised. */
        MORE,
        /** Any, for to change it would let records go or change what their times mean: the plan says what follows. */
        ANYTHING,
        /** None. */
        NOTHING
    }

    /** Whether a topic that has this value is left as it is. */
    boolean keeps(String found) {
        return switch (kept) {
            case MORE -> found.equals("-1") || Long.parseLong(found) >= Long.parseLong(value);
            case ANYTHING -> true;
            case NOTHING -> found.equals(value);
        };
    }
}
