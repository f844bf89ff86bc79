package io.tidemark.job.bulk;

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

/** How an {@link IdentityEvent} crosses the shuffle and is stored in the sorter: its numbers and its bytes. */
public final class IdentityEventType extends TypeInformation<IdentityEvent> {
    /** The only instance that is needed. */
    public static final IdentityEventType INSTANCE = new IdentityEventType();

    private IdentityEventType() {}

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
    public Class<IdentityEvent> getTypeClass() {
        return IdentityEvent.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<IdentityEvent> createSerializer(SerializerConfig config) {
        return Serializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "IdentityEvent";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdentityEventType;
    }

    @Override
    public int hashCode() {
        return IdentityEventType.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof IdentityEventType;
    }

    /** Writes the numbers at fixed width, and bytes with their length; -1 for none. */
    public static final class Serializer extends TypeSerializerSingleton<IdentityEvent> {
        static final Serializer INSTANCE = new Serializer();
        private static final byte[] NONE = {};

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public IdentityEvent createInstance() {
            return new IdentityEvent(0, 0, 0, 0, 0, 0, NONE, null, null, null);
        }

        @Override
        public IdentityEvent copy(IdentityEvent from) {
            return from;
        }

        @Override
        public IdentityEvent copy(IdentityEvent from, IdentityEvent reuse) {
            return from;
        }

        @Override
        public int getLength() {
            return -1;
        }

        @Override
        public void serialize(IdentityEvent event, DataOutputView target) throws IOException {
            target.writeLong(event.deviceHash());
            target.writeInt(event.epoch());
            target.writeInt(event.partition());
            target.writeLong(event.offset());
            target.writeLong(event.eventTime());
            target.writeLong(event.serverTime());
            write(event.project(), target);
            write(event.device(), target);
            write(event.user(), target);
            write(event.uuid(), target);
        }

        @Override
        public IdentityEvent deserialize(DataInputView source) throws IOException {
            long hash = source.readLong();
            int epoch = source.readInt();
            int partition = source.readInt();
            long offset = source.readLong();
            long eventTime = source.readLong();
            long serverTime = source.readLong();
            byte[] project = read(source);
            return new IdentityEvent(
                    hash,
                    epoch,
                    partition,
                    offset,
                    eventTime,
                    serverTime,
                    project == null ? NONE : project,
                    read(source),
                    read(source),
                    read(source));
        }

        @Override
        public IdentityEvent deserialize(IdentityEvent reuse, DataInputView source) throws IOException {
            return deserialize(source);
        }

        @Override
        public void copy(DataInputView source, DataOutputView target) throws IOException {
            serialize(deserialize(source), target);
        }

        @Override
        public TypeSerializerSnapshot<IdentityEvent> snapshotConfiguration() {
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
        public static final class Snapshot extends SimpleTypeSerializerSnapshot<IdentityEvent> {
            /** For Flink. */
            public Snapshot() {
                super(() -> INSTANCE);
            }
        }
    }
}
