package io.tidemark.ops.cluster;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has started, to be stopped in the opposite order whatever happened; a failure to stop one stops no other. */
public final class Started implements AutoCloseable {

    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    /** Notes one more and gives it back. */
    public <T extends AutoCloseable> T with(T one) {
        all.push(one);
        return one;
    }

    @Override
    public void close() throws Exception {
        Exception first = null;
        while (!all.isEmpty()) {
            try {
                all.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
