package io.tidemark.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayBatchTest {
    @Test
    void recordsComeBackInTheOrderOfTheLog() {
        ReplayBatch stretch = new ReplayBatch(100, 1 << 20);
        List.of(7L, 3L, 99L, 100L, 0L).forEach(offset -> stretch.add(record(offset, 10)));

        assertThat(stretch.inOrder()).extracting(RawRecord::offset).containsExactly(0L, 3L, 7L, 99L);
        assertThat(stretch.end()).isEqualTo(100);
    }

    /** However large the records and in whatever order: all that lies before the end is there, and the rest comes next. */
    @Test
    void whatIsTooMuchIsLeftForTheNextStretch() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<RawRecord> log = new ArrayList<>();
            for (long offset = 0; offset < 300; offset++) {
                log.add(record(offset, random.nextInt(random.nextInt(20) == 0 ? 5_000 : 200)));
            }
            Collections.shuffle(log, random);
            List<Long> read = new ArrayList<>();
            for (long from = 0; from < 300; ) {
                long begin = from;
                ReplayBatch stretch = new ReplayBatch(300, 4_000);
                log.stream().filter(record -> record.offset() >= begin).forEach(stretch::add);
                stretch.inOrder().forEach(record -> read.add(record.offset()));
                assertThat(stretch.end()).as("seed %s", seed).isGreaterThan(from);
                from = stretch.end();
            }
            assertThat(read)
                    .as("seed %s", seed)
                    .isEqualTo(LongStream.range(0, 300).boxed().toList());
        }
    }

    @Test
    void thePositionIsWrittenAndReadAgain() throws IOException {
        List<ReplaySplit> ranges = List.of(new ReplaySplit(0, 5, 9), new ReplaySplit(65_535, 1L << 45, Long.MAX_VALUE));
        ReplaySplitSerializer form = new ReplaySplitSerializer();

        assertThat(form.deserialize(form.getVersion(), form.serialize(ranges))).isEqualTo(ranges);
        assertThat(form.deserialize(form.getVersion(), form.serialize(List.of())))
                .isEmpty();
    }

    private static RawRecord record(long offset, int size) {
        return new RawRecord(0, offset, 0, 0, null, new byte[size]);
    }
}
