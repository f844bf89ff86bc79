package io.tidemark.job.ingest;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.service.ConfigLog;
import java.io.Serializable;

/**
 * What {@link IntakeFunction} carries from the configuration to the workers.
 *
 * @param rules the rules of the decision
 * @param maxRecordBytes the largest value that is looked into
 * @param topic the topic, for the events' uuids
 * @param generation the topic's generation
 * @param columns the columns of the outcome tables
 * @param configuration where the versions of the service configuration are read
 * @param required the newest version that there is at the start; the operator begins with no fewer
 * @param lake what the tables held when the job was made; the state that it is given must not be older
 */
public record IntakeSettings(
        IntakeRules rules,
        int maxRecordBytes,
        String topic,
        TopicGeneration generation,
        OutcomeColumns columns,
        ConfigLog.Source configuration,
        long required,
        LakeAtStart lake)
        implements Serializable {}
