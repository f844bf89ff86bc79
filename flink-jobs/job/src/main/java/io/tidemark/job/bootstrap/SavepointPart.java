package io.tidemark.job.bootstrap;

import io.tidemark.job.state.DeviceFold;
import io.tidemark.job.state.DeviceStates;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.runtime.state.FullSnapshotUtil;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * The keyed state of one subtask, in Flink's canonical format, which every state backend reads: the states' names and
 * serializers, then key group by key group the entries. (Flink's own writer for it, {@code FullSnapshotAsyncWriter},
 * pulls its entries from a state backend.) What Flink sorts by key group and state is here sorted by key group alone,
 * the pages of a device behind its record: readers take the state from each entry.
 */
final class SavepointPart implements Closeable {
    private static final int RECORDS = 0;
    private static final int PAGES = 1;
    private static final int FLUSH_AT = 1 << 20;
    /** What Flink writes for the only namespace that there is. */
    private static final int NAMESPACE_BYTES = 1;

    private final Path path;
    private final KeyGroupRangeOffsets offsets;
    private final int prefixBytes;
    private final FSDataOutputStream file;
    private byte[] buffer = new byte[2 * FLUSH_AT];
    private int used;
    private long flushed;
    private int group = -1;
    private int state;
    private int lastKey;

    /**
     * Begins the part.
     *
     * @param path where; what was there is written over
     * @param range its key groups
     */
    SavepointPart(Path path, KeyGroupRange range, int maxParallelism) throws IOException {
        this.path = path;
        this.offsets = new KeyGroupRangeOffsets(range);
        this.prefixBytes = CompositeKeySerializationUtils.computeRequiredBytesInKeyGroupPrefix(maxParallelism);
        this.file = path.getFileSystem().create(path, FileSystem.WriteMode.OVERWRITE);
        byte[] header = header();
        room(header.length);
        System.arraycopy(header, 0, buffer, 0, header.length);
        used = header.length;
    }

    private static byte[] header() throws IOException {
        ExecutionConfig config = new ExecutionConfig();
        var records = DeviceStates.records();
        records.initializeSerializerUnlessSet(config);
        var pages = DeviceStates.pages();
        pages.initializeSerializerUnlessSet(config);
        List<StateMetaInfoSnapshot> states = List.of(
                info(StateDescriptor.Type.VALUE, records.getName(), records.getSerializer()),
                info(StateDescriptor.Type.MAP, pages.getName(), pages.getSerializer()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new KeyedBackendSerializationProxy<>(LongSerializer.INSTANCE, states, false)
                .write(new DataOutputViewStreamWrapper(bytes));
        return bytes.toByteArray();
    }

    private static <S> StateMetaInfoSnapshot info(StateDescriptor.Type type, String name, TypeSerializer<S> values) {
        return new RegisteredKeyValueStateBackendMetaInfo<>(type, name, VoidNamespaceSerializer.INSTANCE, values)
                .snapshot();
    }

    /**
     * Writes what the state holds under a hash. Key groups come one after another, and none comes twice.
     *
     * @param keyGroup the key group of the hash
     */
    void put(int keyGroup, long hash, DeviceFold.Folded folded) throws IOException {
        byte[] record = folded.record();
        if (record != null) {
            begin(keyGroup, RECORDS);
            key(keyGroup, hash, 0);
            putInt(Integer.BYTES + record.length);
            putBytes(record);
        }
        for (Map.Entry<Integer, byte[]> page : folded.pages().entrySet()) {
            begin(keyGroup, PAGES);
            key(keyGroup, hash, Integer.BYTES);
            putInt(page.getKey());
            // A flag that is set where there is no value.
            putInt(1 + Integer.BYTES + page.getValue().length);
            putByte(0);
            putBytes(page.getValue());
        }
    }

    /** Ends the part. */
    KeyedStateHandle finish() throws IOException {
        endGroup();
        flush();
        file.close();
        return new KeyGroupsSavepointStateHandle(offsets, new RelativeFileStateHandle(path, path.getName(), flushed));
    }

    /** How many bytes it has. */
    long bytes() {
        return flushed + used;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void begin(int keyGroup, int stateId) throws IOException {
        if (keyGroup != group) {
            endGroup();
            group = keyGroup;
            state = stateId;
            offsets.setKeyGroupOffset(keyGroup, flushed + used);
            putShort(stateId);
        } else if (stateId != state) {
            state = stateId;
            buffer[lastKey] |= (byte) FullSnapshotUtil.FIRST_BIT_IN_BYTE_MASK;
            putShort(stateId);
        }
        // From here on the entries before are not read.
        if (used > FLUSH_AT) {
            flush();
        }
    }

    private void endGroup() {
        if (group >= 0) {
            buffer[lastKey] |= (byte) FullSnapshotUtil.FIRST_BIT_IN_BYTE_MASK;
            putShort(FullSnapshotUtil.END_OF_KEY_GROUP_MARK);
            group = -1;
        }
    }

    private void key(int keyGroup, long hash, int more) {
        putInt(prefixBytes + Long.BYTES + NAMESPACE_BYTES + more);
        lastKey = used;
        if (prefixBytes == 2) {
            putByte(keyGroup >>> Byte.SIZE);
        }
        putByte(keyGroup);
        putInt((int) (hash >>> Integer.SIZE));
        putInt((int) hash);
        putByte(0);
    }

    private void putBytes(byte[] bytes) {
        putInt(bytes.length);
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
    }

    private void putInt(int value) {
        putShort(value >>> Short.SIZE);
        putShort(value);
    }

    private void putShort(int value) {
        putByte(value >>> Byte.SIZE);
        putByte(value);
    }

    private void putByte(int value) {
        room(1);
        buffer[used++] = (byte) value;
    }

    private void room(int more) {
        if (buffer.length - used < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, used + more));
        }
    }

    private void flush() throws IOException {
        file.write(buffer, 0, used);
        flushed += used;
        used = 0;
    }
}
