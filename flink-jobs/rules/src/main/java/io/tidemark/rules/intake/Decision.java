package io.tidemark.rules.intake;

/**
 * What was decided about an event.
 *
 * @param next the device's story from here on
 * @param outcome where the event goes
 */
public record Decision(DeviceState next, Outcome outcome) {}
