package io.tidemark.rules.intake;

/** The limit that a throttled event was over. */
public enum Limit {
    /** Too many events in the last seconds ({@code intake.throttle.events-per-second}). */
    PER_SECOND_WINDOW("per_second_window"),
    /** Too many events in the last 24 hours ({@code intake.throttle.events-per-day}). */
    PER_DAY("per_day"),
    /** The service configuration blocks the device ({@code throttle/<project>/<device>}). */
    BLOCKED("blocked");

    private final String text;

    Limit(String text) {
        this.text = text;
    }

    /** The limit as it is in {@code throttled.throttle_limit}. */
    public String text() {
        return text;
    }
}
