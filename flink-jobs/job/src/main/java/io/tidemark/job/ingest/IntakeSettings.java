package io.tidemark.job.ingest;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.intake.IntakeRules;
import java.io.Serializable;

/**
 * What {@link IntakeFunction} carries from the configuration to the workers.
 *
 * @param rules the rules of the decision
 * @param maxRecordBytes the largest value that is looked into
 * @param topic the topic, for the events' uuids
 * @param generation the topic's generation
 * @param columns the columns of the outcome tables
 * @param lake what the tables held when the job was made; the state that it is given must not be older
 */
public record IntakeSettings(
        IntakeRules rules,
        int maxRecordBytes,
        String topic,
        TopicGeneration generation,
        OutcomeColumns columns,
        LakeAtStart lake)
        implements Serializable {}
