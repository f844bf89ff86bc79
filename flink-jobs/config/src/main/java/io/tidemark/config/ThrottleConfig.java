package io.tidemark.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much one device key may send ({@code intake.throttle} in the file), by the time of receipt.
 *
 * @param eventsPerSecond the average allowed over the window; 0 turns this limit off
 * @param averagedOver the window, whole seconds
 * @param eventsPerDay how many in 24 hours; 0 turns this limit off
 */
public record ThrottleConfig(int eventsPerSecond, Duration averagedOver, int eventsPerDay) implements Serializable {

    /** 30 events a second averaged over 30 s, and 500,000 in 24 hours: the limits that Amplitude documents. */
    public static ThrottleConfig defaults() {
        return new ThrottleConfig(30, Duration.ofSeconds(30), 500_000);
    }

    /** No limits. */
    public static ThrottleConfig off() {
        return new ThrottleConfig(0, Duration.ofSeconds(30), 0);
    }
}
