package io.tidemark.ops.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, one thing after another; closed in the opposite order, each even if another does not close. */
final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Hands everything over to another owner: closing this one closes nothing any more. */
    Opened handOver() {
        Opened next = new Opened();
        next.parts.addAll(parts);
        parts.clear();
        return next;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) { // AutoCloseable's own signature
                LOG.warn("part did not close part={} reason={}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
