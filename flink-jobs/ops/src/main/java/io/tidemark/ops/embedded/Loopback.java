package io.tidemark.ops.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** The interface through which the parts of this process talk. Without it they would wait for each other and say nothing. */
final class Loopback {
    private static final String ADDRESS = "127.0.0.1";

    private Loopback() {}

    /**
     * Returns if the interface is up.
     *
     * @param tried what fails without it, as the beginning of a sentence
     * @throws EmbeddedFailure if it is not
     */
    static void require(String tried) {
        try {
            NetworkInterface loopback =
                    NetworkInterface.getByInetAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            if (loopback != null && loopback.isUp()) {
                return;
            }
        } catch (IOException e) {
            throw new EmbeddedFailure(
                    tried + ": cannot look for the loopback interface: " + EmbeddedFailure.reason(e), e);
        }
        throw new EmbeddedFailure(tried + ": the loopback interface is down, or has no address " + ADDRESS
                + ". Bring it up, for example with `ip link set lo up`.");
    }
}
