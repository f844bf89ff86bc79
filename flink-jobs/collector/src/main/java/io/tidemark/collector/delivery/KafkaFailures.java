package io.tidemark.collector.delivery;

import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What an exception of Kafka's client means for the record. */
final class KafkaFailures {
    /** What is wrong with the one record; any other exception is an outage, and the record is sent again. */
    private static final Set<Class<? extends Exception>> OF_THE_RECORD = Set.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class,
            SerializationException.class);

    private KafkaFailures() {}

    /** The result for a record that was sent. */
    static SendResult of(Exception failure) {
        return OF_THE_RECORD.contains(failure.getClass())
                ? new SendResult.Refused(reason(failure))
                : new SendResult.Failed(reason(failure) + advice(failure));
    }

    private static String reason(Exception failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }

    /** What a person has to do, where waiting does not help. */
    static String advice(Exception failure) {
        if (failure instanceof AuthorizationException) {
            return ". Allow the collector's user to write to the topic and to describe it.";
        } else if (failure instanceof AuthenticationException) {
            return ". Check the credentials in kafka.properties.";
        } else if (failure instanceof UnknownTopicOrPartitionException || failure instanceof InvalidTopicException) {
            return ". Check kafka.topic, and create the topic with tidemark init.";
        }
        return "";
    }
}
