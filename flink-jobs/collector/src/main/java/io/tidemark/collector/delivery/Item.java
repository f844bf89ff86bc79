package io.tidemark.collector.delivery;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.spool.SpooledEvent;

/** An event on its way into the log. For one thread. */
abstract sealed class Item permits Item.Direct, Item.Drained {
    final CollectedEvent event;
    final int lane;
    State state = State.UNSENT;

    private Item(CollectedEvent event, int lane) {
        this.event = event;
        this.lane = lane;
    }

    /** How far an event is. */
    enum State {
        UNSENT,
        SENT,
        /** The log refused it, and it is being kept as such. */
        REFUSED,
        DONE
    }

    /** An event that somebody waits for. */
    static final class Direct extends Item {
        final Batch batch;

        Direct(CollectedEvent event, int lane, Batch batch) {
            super(event, lane);
            this.batch = batch;
        }
    }

    /** An event that is in the spool. */
    static final class Drained extends Item {
        final SpooledEvent spooled;

        Drained(SpooledEvent spooled) {
            super(spooled.event(), Lanes.of(spooled.event()));
            this.spooled = spooled;
        }
    }
}
