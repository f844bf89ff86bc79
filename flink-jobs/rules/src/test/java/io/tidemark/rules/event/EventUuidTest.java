package io.tidemark.rules.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventUuidTest {
    private static final EventUuid UUIDS = new EventUuid("acme", "events.raw", 1);

    @Test
    void theUuidOfAPlaceNeverChanges() {
        // The first six bytes are those of SHA-256("acme/events.raw").
        assertThat(text(UUIDS, 3, 1_234_567_890_123L)).isEqualTo("936ddb1b-5d53-8001-8000-c11f71fb04cb");
    }

    @Test
    void itIsAVersion8UuidOfTheRfc() {
        UUID uuid = UUID.fromString(text(UUIDS, 3, 17));

        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid).hasToString(text(UUIDS, 3, 17));
    }

    @Test
    void noTwoPlacesShareOne() {
        Set<String> seen = new HashSet<>();
        int[] partitions = {0, 1, 2, 255, 256, 65_535};
        long[] offsets = {0, 1, 255, 256, 65_536, 1L << 32, (1L << 46) - 1};
        for (int epoch : new int[] {1, 2, 4_095}) {
            EventUuid uuids = new EventUuid("acme", "events.raw", epoch);
            for (int partition : partitions) {
                for (long offset : offsets) {
                    seen.add(text(uuids, partition, offset));
                }
            }
        }
        assertThat(seen).hasSize(3 * partitions.length * offsets.length);
    }

    @Test
    void anotherTopicOrOrganisationHasOthers() {
        assertThat(text(new EventUuid("acme", "events.new", 1), 0, 0)).isNotEqualTo(text(UUIDS, 0, 0));
        assertThat(text(new EventUuid("other", "events.raw", 1), 0, 0)).isNotEqualTo(text(UUIDS, 0, 0));
    }

    @Test
    void neighboursInTheLogAreNeighboursInTheirText() {
        assertThat(text(UUIDS, 3, 16)).isLessThan(text(UUIDS, 3, 17)).isLessThan(text(UUIDS, 4, 0));
    }

    private static String text(EventUuid uuids, int partition, long offset) {
        return new String(uuids.text(partition, offset), StandardCharsets.US_ASCII);
    }
}
