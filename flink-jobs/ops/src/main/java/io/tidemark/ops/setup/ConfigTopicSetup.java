package io.tidemark.ops.setup;

import io.tidemark.config.TidemarkConfig;

/** The topic with the versions of the service configuration, for a command that is about to write there. */
public final class ConfigTopicSetup {
    private ConfigTopicSetup() {}

    /**
     * Makes the topic where it is not there.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if the brokers do not answer, or refuse
     */
    public static void make(TidemarkConfig config) {
        TopicSpec topic = TopicSpec.serviceConfig(config, null);
        try (Topics topics = new Topics(config.kafka())) {
            if (topics.find(topic.name()).isEmpty()) {
                topics.make(topic);
            }
        }
    }
}
