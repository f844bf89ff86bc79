package io.tidemark.lake.guard;

import java.time.Instant;
import java.util.List;
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
     * @param expiresAt until when it can be had back
     * @param overridden what a break-glass permission overrides, to be recorded; null as a rule
     */
    record ToTrash(Instant expiresAt, @Nullable Refused overridden) implements Decision {}

    /**
     * It is not done.
     *
     * @param code what is refused, and why
     * @param values one for each parameter of the code
     */
    record Refused(RefusalCode code, List<String> values) implements Decision {
        /** Keeps a copy. */
        public Refused {
            values = List.copyOf(values);
        }

        /** A refusal with these values, one for each parameter of the code. */
        public static Refused of(RefusalCode code, @Nullable Object... values) {
            return new Refused(code, RefusalCode.texts(values));
        }

        /** The code as machines read it. */
        public String name() {
            return code.word();
        }

        /** What was requested, on what, and why it is refused. */
        public String sentence() {
            return code.sentence(values);
        }

        /** What to do instead. */
        public String remedy() {
            return code.remedy(values);
        }

        /** The same, to be thrown. */
        public Refusal refusal() {
            return new Refusal(code, values);
        }
    }
}
