package io.tidemark.collector.envelope;

/**
 * The numbers by which events are judged, for all projects: from the file of the configuration, and the same as the
 * job's.
 *
 * @param minIdLength the shortest id allowed, in characters, where the request does not say otherwise
 * @param recordLimit the largest record that the job decodes, in bytes; an event may have no more either
 * @param acceptInvalid whether the bad events of a request are taken in with the good ones, to become dead letters
 */
public record AdmissionRules(int minIdLength, int recordLimit, boolean acceptInvalid) {}
