package io.tidemark.collector.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** What is wrong with one record is refused; everything else is an outage, and says what to do where that helps. */
class KafkaFailuresTest {
    @Test
    void aBadRecordIsRefused() {
        for (Exception each : List.of(
                new RecordTooLargeException("it has 2 MiB"),
                new InvalidRecordException("no"),
                new InvalidTimestampException("no"),
                new SerializationException("no"))) {
            assertThat(KafkaFailures.of(each)).isInstanceOf(SendResult.Refused.class);
        }
        assertThat(KafkaFailures.of(new RecordTooLargeException("it has 2 MiB")))
                .isEqualTo(new SendResult.Refused("RecordTooLargeException: it has 2 MiB"));
    }

    @Test
    void everythingElseIsAnOutage() {
        for (Exception each : List.of(
                new TimeoutException("no"),
                new NotEnoughReplicasException("no"),
                new OutOfOrderSequenceException("no"),
                new KafkaException("part of a batch with invalid records"),
                new IllegalStateException("closed"))) {
            assertThat(KafkaFailures.of(each)).isInstanceOf(SendResult.Failed.class);
        }
    }

    @Test
    void whatAPersonHasToDoIsSaid() {
        assertThat(failed(new TopicAuthorizationException("events.raw"))).contains("Allow the collector's user");
        assertThat(failed(new UnknownTopicOrPartitionException("no"))).contains("tidemark init");
        assertThat(failed(new SaslAuthenticationException("no"))).contains("credentials");
    }

    private static String failed(Exception failure) {
        return ((SendResult.Failed) KafkaFailures.of(failure)).reason();
    }
}
