package io.tidemark.collector.main;

import io.tidemark.config.CollectorConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a collector listens.
 *
 * @param host a host's name or an IP address, one of IPv6 in brackets
 * @param port the port; 0 for any that is free
 */
record ListenAddress(String host, int port) {
    /** Of {@code host:port}, which the configuration has checked. */
    static ListenAddress of(String listen) {
        int colon = listen.lastIndexOf(':');
        return new ListenAddress(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
    }

    /** Whether nobody but this machine reaches it. A name that is not found is not loopback. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The name of a collector, the same after a restart: the name of this host, and the port. */
    static String nameOf(CollectorConfig config, int port) {
        String host = of(config.listen()).host();
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host without a name is named by its address.
        }
        return host + ":" + port;
    }
}
