package io.tidemark.ops.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * A program that runs beside the test in a process of its own. It can be killed as a power cut would ({@link #kill}),
 * and is stopped at the latest when this JVM ends. Waiting for it is waiting for a condition, and ends at once, with
 * the end of its log, when the program dies.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final Launch launch;
    private final Process process;
    private final Thread lastResort;

    ServerProcess(Launch launch, Process process) {
        this.launch = launch;
        this.process = process;
        this.lastResort = new Thread(process::destroyForcibly, "end-" + launch.name());
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits until something listens on the loopback port. */
    public ServerProcess awaitPort(int port) {
        return await("listens on port " + port, () -> listening(port));
    }

    /**
     * Waits until the condition holds.
     *
     * @throws IllegalStateException if the program ends before; the message has the end of its log
     */
    public ServerProcess await(String what, BooleanSupplier condition) {
        Awaitility.await(launch.name() + " " + what)
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!alive()) {
                        throw new IllegalStateException(launch.name() + " ended with exit code " + process.exitValue()
                                + " before it " + what + ". Last lines of " + launch.log() + ":\n"
                                + launch.lastLines());
                    }
                    return condition.getAsBoolean();
                });
        return this;
    }

    /** Waits for the end of the program and gives its exit code. */
    public int awaitExit() {
        try {
            if (process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(
                launch.name() + " has not ended. Last lines of " + launch.log() + ":\n" + launch.lastLines());
    }

    /** {@code kill -9}: no shutdown hooks, no goodbye; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
        forget();
    }

    /** Asks the program to end and kills it if it has not within ten seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            // The JVM is already going down: the hook does what was to be done.
        }
    }

    private static boolean listening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
