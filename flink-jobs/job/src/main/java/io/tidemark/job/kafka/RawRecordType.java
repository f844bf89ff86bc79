package io.tidemark.job.kafka;

import io.tidemark.rules.event.RawRecord;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** How a {@link RawRecord} crosses the shuffle: its numbers and its bytes, no reflection and no field names. */
public final class RawRecordType extends TypeInformation<RawRecord> {
    /** The only instance that is needed. */
    public static final RawRecordType INSTANCE = new RawRecordType();

    private RawRecordType() {}

    private Object readResolve() {
        return INSTANCE;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<RawRecord> getTypeClass() {
        return RawRecord.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<RawRecord> createSerializer(SerializerConfig config) {
        return RawRecordSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "RawRecord";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawRecordType;
    }

    @Override
    public int hashCode() {
        return RawRecordType.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RawRecordType;
    }

    /** Writes the numbers at fixed width, and bytes with their length; -1 for none. */
    public static final class RawRecordSerializer extends TypeSerializerSingleton<RawRecord> {
        static final RawRecordSerializer INSTANCE = new RawRecordSerializer();
        private static final RawRecord EMPTY = new RawRecord(0, 0, 0, 0, null, null);

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public RawRecord createInstance() {
            return EMPTY;
        }

        @Override
        public RawRecord copy(RawRecord from) {
            return from;
        }

        @Override
        public RawRecord copy(RawRecord from, RawRecord reuse) {
            return from;
        }

        @Override
        public int getLength() {
            return -1;
        }

        @Override
        public void serialize(RawRecord raw, DataOutputView target) throws IOException {
            target.writeInt(raw.partition());
            target.writeLong(raw.offset());
            target.writeLong(raw.timestamp());
            target.writeLong(raw.deviceHash());
            write(raw.key(), target);
            write(raw.value(), target);
        }

        @Override
        public RawRecord deserialize(DataInputView source) throws IOException {
            return new RawRecord(
                    source.readInt(),
                    source.readLong(),
                    source.readLong(),
                    source.readLong(),
                    read(source),
                    read(source));
        }

        @Override
        public RawRecord deserialize(RawRecord reuse, DataInputView source) throws IOException {
            return deserialize(source);
        }

        @Override
        public void copy(DataInputView source, DataOutputView target) throws IOException {
            serialize(deserialize(source), target);
        }

        @Override
        public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
            return new Snapshot();
        }

        private static void write(byte @Nullable [] bytes, DataOutputView target) throws IOException {
            target.writeInt(bytes == null ? -1 : bytes.length);
            if (bytes != null) {
                target.write(bytes);
            }
        }

        private static byte @Nullable [] read(DataInputView source) throws IOException {
            int length = source.readInt();
            if (length < 0) {
                return null;
            }
            byte[] bytes = new byte[length];
            source.readFully(bytes);
            return bytes;
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
