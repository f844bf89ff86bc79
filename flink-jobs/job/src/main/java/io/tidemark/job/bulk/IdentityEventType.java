package io.tidemark.job.bulk;

import io.tidemark.job.shuffle.ValueType;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How an {@link IdentityEvent} crosses the shuffle and is stored in the sorter: its numbers and its bytes. */
public final class IdentityEventType extends ValueType<IdentityEvent> {
    /** The only instance that is needed. */
    public static final IdentityEventType INSTANCE = new IdentityEventType();

    private IdentityEventType() {
        super(IdentityEvent.class);
    }

    private Object readResolve() {
        return INSTANCE;
    }

    @Override
    public TypeSerializer<IdentityEvent> createSerializer(SerializerConfig config) {
        return Serializer.INSTANCE;
    }

    /** Writes the numbers at fixed width, and bytes with their length; -1 for none. */
    public static final class Serializer extends ValueSerializer<IdentityEvent> {
        static final Serializer INSTANCE = new Serializer();
        private static final byte[] NONE = {};

        @Override
        public IdentityEvent createInstance() {
            return new IdentityEvent(0, 0, 0, 0, 0, 0, NONE, null, null, null);
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
        public TypeSerializerSnapshot<IdentityEvent> snapshotConfiguration() {
            return new Snapshot();
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
