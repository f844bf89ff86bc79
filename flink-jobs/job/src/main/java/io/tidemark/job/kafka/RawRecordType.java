package io.tidemark.job.kafka;

import io.tidemark.job.shuffle.ValueType;
import io.tidemark.rules.event.RawRecord;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How a {@link RawRecord} crosses the shuffle: its numbers and its bytes, no reflection and no field names. */
public final class RawRecordType extends ValueType<RawRecord> {
    /** The only instance that is needed. */
    public static final RawRecordType INSTANCE = new RawRecordType();

    private RawRecordType() {
        super(RawRecord.class);
    }

    private Object readResolve() {
        return INSTANCE;
    }

    @Override
    public TypeSerializer<RawRecord> createSerializer(SerializerConfig config) {
        return RawRecordSerializer.INSTANCE;
    }

    /**
     * Writes the numbers at fixed width, and bytes with their length; -1 for none. A record that was decided before has
     * its partition as the complement, which is negative, and {@link RawRecord#decidedBy} at its end: so a record from
     * Kafka takes no byte more for it.
     */
    public static final class RawRecordSerializer extends ValueSerializer<RawRecord> {
        static final RawRecordSerializer INSTANCE = new RawRecordSerializer();
        private static final RawRecord EMPTY = new RawRecord(0, 0, 0, 0, null, null);

        @Override
        public RawRecord createInstance() {
            return EMPTY;
        }

        @Override
        public void serialize(RawRecord raw, DataOutputView target) throws IOException {
            boolean decided = raw.decidedBy() != RawRecord.UNDECIDED;
            target.writeInt(decided ? ~raw.partition() : raw.partition());
            target.writeLong(raw.offset());
            target.writeLong(raw.timestamp());
            target.writeLong(raw.deviceHash());
            write(raw.key(), target);
            write(raw.value(), target);
            if (decided) {
                target.writeLong(raw.decidedBy());
            }
        }

        @Override
        public RawRecord deserialize(DataInputView source) throws IOException {
            int partition = source.readInt();
            boolean decided = partition < 0;
            return new RawRecord(
                    decided ? ~partition : partition,
                    source.readLong(),
                    source.readLong(),
                    source.readLong(),
                    read(source),
                    read(source),
                    decided ? source.readLong() : RawRecord.UNDECIDED);
        }

        @Override
        public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
            return new Snapshot();
        }

        /** The serializer's form, by its class alone. */
        public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawRecord> {
            /** For Flink. */
            public Snapshot() {
                super(() -> INSTANCE);
            }
        }
    }
}
