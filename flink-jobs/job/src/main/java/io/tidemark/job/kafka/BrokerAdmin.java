package io.tidemark.job.kafka;

import io.tidemark.config.KafkaConfig;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The client by which topics are looked at and made. */
public final class BrokerAdmin {
    /** How long brokers may take to answer. */
    public static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private BrokerAdmin() {}

    /**
     * Connects to the brokers of a configuration.
     *
     * @throws org.apache.kafka.common.KafkaException if the client's settings are none
     */
    public static Admin open(KafkaConfig kafka) {
        Properties properties = new Properties();
        properties.putAll(kafka.properties());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        // The client refuses a request that may take longer than the call that it is a part of.
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        return Admin.create(properties);
    }
}
