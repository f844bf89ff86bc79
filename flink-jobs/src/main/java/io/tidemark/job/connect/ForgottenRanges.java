package io.tidemark.job.connect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** How what is left of a replay stands in a checkpoint: three numbers a partition. */
final class ForgottenRanges implements SimpleVersionedSerializer<List<ForgottenRange>> {
    private static final int VERSION = 1;
    private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(List<ForgottenRange> ranges) {
        ByteBuffer bytes = ByteBuffer.allocate(ranges.size() * BYTES);
        ranges.forEach(
                range -> bytes.putInt(range.partition()).putLong(range.next()).putLong(range.end()));
        return bytes.array();
    }

    @Override
    public List<ForgottenRange> deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("Cannot read the position of a replay: it was written in version " + version
                    + ", and this is version " + VERSION);
        }
        List<ForgottenRange> ranges = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(serialized);
        while (bytes.hasRemaining()) {
            ranges.add(new ForgottenRange(bytes.getInt(), bytes.getLong(), bytes.getLong()));
        }
        return ranges;
    }

    /** The same for one range. */
    static final class OfOne implements SimpleVersionedSerializer<ForgottenRange> {
        private final ForgottenRanges ranges = new ForgottenRanges();

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(ForgottenRange range) {
            return ranges.serialize(List.of(range));
        }

        @Override
        public ForgottenRange deserialize(int version, byte[] serialized) throws IOException {
            return ranges.deserialize(version, serialized).get(0);
        }
    }
}
