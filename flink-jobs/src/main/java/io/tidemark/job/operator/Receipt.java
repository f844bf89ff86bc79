package io.tidemark.job.operator;

import io.tidemark.job.intake.IntakeRules;
import io.tidemark.job.intake.Sighting;
import io.tidemark.lake.log.Place;

/**
 * Where an event stands in the log, and when it came.
 *
 * @param place its place
 * @param serverReceived when it was received, ms since the epoch
 * @param uploaded the Kafka record's timestamp, ms since the epoch, within what the tables can hold
 */
record Receipt(Place place, long serverReceived, long uploaded) {
    Sighting sighting() {
        return new Sighting(place, serverReceived, Math.max(serverReceived, uploaded));
    }

    long forgetBefore(IntakeRules rules) {
        return rules.forgetBefore(serverReceived, uploaded);
    }
}
