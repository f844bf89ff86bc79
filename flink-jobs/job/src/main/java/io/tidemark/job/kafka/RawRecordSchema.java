package io.tidemark.job.kafka;

import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.event.RawRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes a Kafka record as it is, and looks into it for one thing: the device key that it is shuffled by. */
final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {
    private final boolean byProject;
    private transient DeviceKeyScanner scanner;

    @SuppressWarnings("NullAway.Init") // the scanner is made when the reader opens
    RawRecordSchema(boolean byProject) {
        this.byProject = byProject;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        scanner = new DeviceKeyScanner(byProject);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
        out.collect(new RawRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                scanner.hash(record.value()),
                record.key(),
                record.value()));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return RawRecordType.INSTANCE;
    }
}
