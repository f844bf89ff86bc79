package io.tidemark.rules.intake;

import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.identity.DeviceIdentity;
import org.jspecify.annotations.Nullable;

/** What becomes of an event that was not rejected. Every record ends in exactly one outcome. */
public sealed interface Outcome {
    /** Tells a handler of outcomes which one this is: a new one does not compile until every handler knows it. */
    void accept(Visitor visitor);

    /** What is done for each outcome. */
    interface Visitor {
        /** The event is accepted. */
        void accepted(Accepted accepted);

        /** The event was accepted before. */
        void duplicate(Duplicate duplicate);

        /** The device is over a limit. */
        void throttled(Throttled throttled);
    }

    /**
     * The event goes into {@code events}.
     *
     * @param identity the device's identity from this event on: its {@code seq}, and the owner of the event
     * @param change what the event changes of the device's identity, or null
     * @param groupOnly a {@code $groupidentify}: nobody's event
     */
    record Accepted(DeviceIdentity identity, DeviceIdentity.@Nullable Change change, boolean groupOnly)
            implements Outcome {
        @Override
        public void accept(Visitor visitor) {
            visitor.accepted(this);
        }
    }

    /**
     * The event goes into {@code duplicates}.
     *
     * @param of the position of the event that it repeats
     */
    record Duplicate(LogPosition of) implements Outcome {
        @Override
        public void accept(Visitor visitor) {
            visitor.duplicate(this);
        }
    }

    /**
     * The event goes into {@code throttled}.
     *
     * @param by the limit that it is over
     */
    record Throttled(Limit by) implements Outcome {
        @Override
        public void accept(Visitor visitor) {
            visitor.throttled(this);
        }
    }
}
