package io.tidemark.ops.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the partitions of the cases fall behind as they are meant to, each for its own reason. */
class PartitionCasesTest {
    @Test
    void anIdlePartitionHoldsBackThenAHoleThenALaterOne() {
        List<Integer> heldBackBy = Stream.of("idle", "hole", "filled", "next_topic")
                .map(mark -> PartitionCases.slowest(PartitionCases.upTo(mark)).partition())
                .toList();

        // With the hole filled, a later one in another partition holds back; of a new topic, who has sent the least.
        assertThat(heldBackBy).containsExactly(2, 0, 1, 1);
    }
}
