package io.tidemark.config.topic;

import io.tidemark.config.KafkaConfig;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigLog;

/**
 * The topic with the versions of the service configuration, for the workers of the job.
 *
 * @param kafka where it is
 */
public record ConfigTopicSource(KafkaConfig kafka) implements ConfigLog.Source {
    private static final long serialVersionUID = 1;

    @Override
    public ConfigLog open(ConfigHistory known) {
        return ConfigTopicFollower.start(kafka, known);
    }
}
