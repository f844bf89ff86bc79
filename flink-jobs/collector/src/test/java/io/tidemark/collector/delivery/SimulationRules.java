package io.tidemark.collector.delivery;

/**
 * The rules that make a delivery right; a simulation takes one away at a time.
 *
 * @param laneStaysWithTheSpool a lane that has something in the spool sends nothing directly
 * @param closesAtTheFirstFailure a producer is closed at its first failure
 * @param inFlight how many requests for a partition a producer has in flight
 * @param forcesBeforeTheAnswer what was appended is forced before the answer
 * @param closesAfterAFailedForce a segment whose force failed is closed, and the force is not tried again
 * @param checksRecords a record is read only with the right checksum
 * @param deletesOnlyWhatIsAcknowledged a segment is deleted once each record of it is acknowledged
 */
record SimulationRules(
        boolean laneStaysWithTheSpool,
        boolean closesAtTheFirstFailure,
        int inFlight,
        boolean forcesBeforeTheAnswer,
        boolean closesAfterAFailedForce,
        boolean checksRecords,
        boolean deletesOnlyWhatIsAcknowledged) {
    static final SimulationRules ALL = new SimulationRules(true, true, 1, true, true, true, true);
}
