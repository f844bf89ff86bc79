package io.tidemark.job.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** How what is left of a replay is stored in a checkpoint: three numbers a partition. */
final class ReplaySplitSerializer implements SimpleVersionedSerializer<List<ReplaySplit>> {
    private static final int VERSION = 1;
    private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(List<ReplaySplit> splits) {
        ByteBuffer bytes = ByteBuffer.allocate(splits.size() * BYTES);
        splits.forEach(
                split -> bytes.putInt(split.partition()).putLong(split.next()).putLong(split.end()));
        return bytes.array();
    }

    @Override
    public List<ReplaySplit> deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("Cannot read the position of a replay: it was written in version " + version
                    + ", and this is version " + VERSION);
        }
        List<ReplaySplit> splits = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(serialized);
        while (bytes.hasRemaining()) {
            splits.add(new ReplaySplit(bytes.getInt(), bytes.getLong(), bytes.getLong()));
        }
        return splits;
    }

    /** The same for one split. */
    static final class OfOne implements SimpleVersionedSerializer<ReplaySplit> {
        private final ReplaySplitSerializer splits = new ReplaySplitSerializer();

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(ReplaySplit split) {
            return splits.serialize(List.of(split));
        }

        @Override
        public ReplaySplit deserialize(int version, byte[] serialized) throws IOException {
            return splits.deserialize(version, serialized).get(0);
        }
    }
}
