package io.tidemark.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.RawRecord;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class RawRecordTypeTest {
    private static final TypeSerializer<RawRecord> SERIALIZER =
            RawRecordType.INSTANCE.createSerializer(new SerializerConfigImpl());

    @Test
    void aRecordCrossesTheShuffleAsItIs() throws IOException {
        same(new RawRecord(7, Long.MAX_VALUE, -1, Long.MIN_VALUE, new byte[] {1, 2}, new byte[] {0, -1}));
    }

    @Test
    void whatWasDecidedBeforeCrossesTheShuffleWithIt() throws IOException {
        for (int partition : new int[] {0, 7, Integer.MAX_VALUE}) {
            for (long decidedBy : new long[] {1, Long.MAX_VALUE, RawRecord.WITHOUT_CONFIGURATION}) {
                same(new RawRecord(partition, 9, 1, 2, null, new byte[] {1}, decidedBy));
            }
        }
    }

    @Test
    void aRecordFromKafkaTakesNoByteForIt() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        SERIALIZER.serialize(new RawRecord(7, 1, 2, 3, null, null), out);

        assertThat(out.length()).isEqualTo(Integer.BYTES + 3 * Long.BYTES + 2 * Integer.BYTES);
    }

    @Test
    void nothingAndEmptyAreTwoThings() throws IOException {
        same(new RawRecord(0, 0, 0, 0, null, null));
        same(new RawRecord(0, 0, 0, 0, new byte[0], new byte[0]));
        same(new RawRecord(0, 0, 0, 0, null, new byte[0]));
    }

    @Test
    void theTypeIsOneOnEveryWorker() throws Exception {
        assertThat(InstantiationUtil.clone(RawRecordType.INSTANCE)).isSameAs(RawRecordType.INSTANCE);
        assertThat(SERIALIZER.snapshotConfiguration().restoreSerializer()).isEqualTo(SERIALIZER);
    }

    private static void same(RawRecord raw) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        SERIALIZER.serialize(raw, out);
        DataOutputSerializer copied = new DataOutputSerializer(16);
        SERIALIZER.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
        DataInputDeserializer in = new DataInputDeserializer(copied.getCopyOfBuffer());

        assertThat(SERIALIZER.deserialize(in)).usingRecursiveComparison().isEqualTo(raw);
        assertThat(in.available()).isZero();
    }
}
