package io.tidemark.rules.event;

import java.io.Serializable;

/**
 * The generation of the topic of raw events: {@code kafka.ingest-epoch}, and the column {@code ingest_epoch}. It is raised
 * when the topic is created again and its offsets begin again. Not to be taken for the epoch of the tables' writer.
 *
 * @param number the first is 1
 */
public record TopicGeneration(int number) implements Serializable {
    /** The number alone, as messages have it. */
    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
