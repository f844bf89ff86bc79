package io.tidemark.job.operator;

import io.tidemark.job.intake.IntakeRules;
import java.io.Serializable;
import java.util.List;

/**
 * What {@link IntakeFunction} carries from the configuration to the workers.
 *
 * @param rules the rules of the decision
 * @param maxRecordBytes the largest value that is looked into
 * @param topic the topic, for the events' uuids
 * @param epoch the topic's generation
 * @param eventColumns the columns of {@code events}, in order
 * @param lakeHoldsRecords whether the tables held records when the job was made; it must be given state then
 */
public record IntakeSettings(
        IntakeRules rules,
        int maxRecordBytes,
        String topic,
        int epoch,
        List<String> eventColumns,
        boolean lakeHoldsRecords)
        implements Serializable {}
