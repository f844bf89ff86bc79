package io.tidemark.collector.envelope;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request besides its body.
 *
 * @param project the project of its API key
 * @param configVersion the version of the service configuration that says so; 0: there is no configuration
 * @param receivedAt when it was received, in ms since the epoch
 * @param sender the sender's IP address; null where it is not known
 * @param userAgent the header {@code User-Agent}; null where there is none
 * @param beacon whether it is a beacon of a page that is being closed, which sends nothing again, whatever it is answered
 * @param gate which devices of the project may send
 */
public record RequestFacts(
        String project,
        long configVersion,
        long receivedAt,
        @Nullable String sender,
        @Nullable String userAgent,
        boolean beacon,
        DeviceGate gate) {}
