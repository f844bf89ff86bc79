package io.tidemark.cli.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The signal that ends this process (Ctrl-C, SIGTERM), for a command that runs until it is stopped. The command leaves
 * its loop, closes what it has open, and closes this last: until then, a minute at most, the process lives on.
 */
final class ShutdownSignal implements AutoCloseable {
    private static final Duration GRACE_PERIOD = Duration.ofMinutes(1);

    private final CountDownLatch signalled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onSignal, "stop");

    private ShutdownSignal() {}

    /** Listens from now on. */
    static ShutdownSignal listen() {
        ShutdownSignal signal = new ShutdownSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Waits this long, or until the signal comes; says whether it has come. */
    boolean within(Duration time) throws InterruptedException {
        return signalled.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until the signal comes. */
    void await() throws InterruptedException {
        signalled.await();
    }

    @Override
    public void close() {
        closed.countDown();
        if (signalled.getCount() > 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException endingAlready) {
                // The signal came just now, and there is nothing left to wait for.
            }
        }
    }

    private void onSignal() {
        signalled.countDown();
        try {
            closed.await(GRACE_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
