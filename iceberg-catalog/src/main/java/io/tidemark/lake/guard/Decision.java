package io.tidemark.lake.guard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of a change. */
public sealed interface Decision {
    /**
     * It may be done.
     *
     * @param overridden what a break-glass permission overrides, to be recorded; null as a rule
     */
    record Allowed(@Nullable Refused overridden) implements Decision {}

    /**
     * The table goes to the trash.
     *
     * @param diesAt until when it can be had back
     * @param overridden what a break-glass permission overrides, to be recorded; null as a rule
     */
    record ToTrash(Instant diesAt, @Nullable Refused overridden) implements Decision {}

    /**
     * It is not done.
     *
     * @param name the short, stable name of the rule
     * @param sentence what was asked for, on what, and why it is refused
     * @param remedy what to do instead
     */
    record Refused(String name, String sentence, String remedy) implements Decision {
        /** The same, to be thrown. */
        public Refusal refusal() {
            return new Refusal(name, sentence, remedy);
        }
    }
}
