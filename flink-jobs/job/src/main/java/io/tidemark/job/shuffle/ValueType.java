package io.tidemark.job.shuffle;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * A type of immutable values that are written by a serializer of their own, with no reflection and no field names. It is
 * no key, and one of its kind equals any other.
 */
public abstract class ValueType<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1;

    private final Class<T> values;

    /** The type of the values of this class. */
    protected ValueType(Class<T> values) {
        this.values = values;
    }

    @Override
    public final Class<T> getTypeClass() {
        return values;
    }

    @Override
    public final boolean isBasicType() {
        return false;
    }

    @Override
    public final boolean isTupleType() {
        return false;
    }

    @Override
    public final int getArity() {
        return 1;
    }

    @Override
    public final int getTotalFields() {
        return 1;
    }

    @Override
    public final boolean isKeyType() {
        return false;
    }

    @Override
    public final String toString() {
        return values.getSimpleName();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return canEqual(other);
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }

    @Override
    public final boolean canEqual(@Nullable Object other) {
        return getClass().isInstance(other);
    }

    /** Writes values of no fixed length, and bytes with their length; -1 for none. */
    public abstract static class ValueSerializer<T> extends TypeSerializerSingleton<T> {
        private static final long serialVersionUID = 1;

        @Override
        public final boolean isImmutableType() {
            return true;
        }

        @Override
        public final T copy(T from) {
            return from;
        }

        @Override
        public final T copy(T from, T reuse) {
            return from;
        }

        @Override
        public final void copy(DataInputView source, DataOutputView target) throws IOException {
            serialize(deserialize(source), target);
        }

        @Override
        public final int getLength() {
            return -1;
        }

        @Override
        public final T deserialize(T reuse, DataInputView source) throws IOException {
            return deserialize(source);
        }

        /** Writes bytes that may be none. */
        protected static void write(byte @Nullable [] bytes, DataOutputView target) throws IOException {
            target.writeInt(bytes == null ? -1 : bytes.length);
            if (bytes != null) {
                target.write(bytes);
            }
        }

        /** Reads what {@link #write} has written. */
        protected static byte @Nullable [] read(DataInputView source) throws IOException {
            int length = source.readInt();
            if (length < 0) {
                return null;
            }
            byte[] bytes = new byte[length];
            source.readFully(bytes);
            return bytes;
        }
    }
}
