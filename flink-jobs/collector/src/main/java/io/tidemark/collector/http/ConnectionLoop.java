package io.tidemark.collector.http;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop. One timer for all of them checks how long they take, instead of one for each: thousands
 * that are idle cost nothing but a comparison.
 */
final class ConnectionLoop {
    private static final long EVERY_MILLIS = 250;

    private final ServerState state;
    private final EventLoop eventLoop;
    private final Set<Connection> connections = new HashSet<>();

    private ConnectionLoop(ServerState state, EventLoop eventLoop) {
        this.state = state;
        this.eventLoop = eventLoop;
    }

    /** One that begins to check. */
    static ConnectionLoop start(ServerState state, EventLoop eventLoop) {
        var loop = new ConnectionLoop(state, eventLoop);
        eventLoop.scheduleWithFixedDelay(loop::check, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return loop;
    }

    void add(Connection connection) {
        connections.add(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    private void check() {
        long now = state.now();
        state.budget().shed(now, state.shedAfter());
        for (Connection each : List.copyOf(connections)) {
            try {
                each.check(now);
                if (state.isClosing()) {
                    each.stop();
                }
            } catch (RuntimeException e) {
                state.log().failed("a check of a connection", e);
            }
        }
    }

    /** Checks now, in the event loop. */
    void checkNow() {
        eventLoop.execute(this::check);
    }
}
