package io.tidemark.ops.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback that nobody listens on. */
public final class FreePort {

    // Below the range from which Linux takes the ports of outgoing connections (32768 up): a port found here is not
    // taken by a client between this check and the start of the server.
    private static final int LOWEST = 20_000;
    private static final int OF_A_PROCESS = 4_000;
    private static final int PROCESSES = 3;
    private static final int TRIES = 100;

    // Each of the processes that test side by side has ports of its own: neither takes what the other is about to use.
    private static final int FIRST = LOWEST + Integer.getInteger("tidemark.fork", 0) % PROCESSES * OF_A_PROCESS;
    private static final int END = FIRST + OF_A_PROCESS;

    private FreePort() {}

    /** A port that was free a moment ago. */
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + END + " in " + TRIES
                + " tries: look for servers left over on this machine");
    }
}
