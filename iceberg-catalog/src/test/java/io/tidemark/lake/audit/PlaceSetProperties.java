package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bits by partition say what a set of places says, however the rows of partitions and generations are mixed. */
class PlaceSetProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @Test
    void aPlaceSetIsASetOfPlaces() {
        System.out.println("PlaceSetProperties: replay with -Dseed=" + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            LogPositionSet set = new LogPositionSet();
            Set<LogPosition> model = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                LogPosition place = place(random);
                assertThat(set.add(place.generation(), place.partition(), place.offset()))
                        .as("seed %d: %s", SEED, place)
                        .isEqualTo(model.add(place));
            }
            for (int i = 0; i < 100; i++) {
                LogPosition place = place(random);
                assertThat(set.contains(place)).as("seed %d: %s", SEED, place).isEqualTo(model.contains(place));
            }
            for (LogPositionSet.Log log : set.logs()) {
                assertThat(set.of(log).size())
                        .as("seed %d: %s", SEED, log)
                        .isEqualTo(model.stream()
                                .filter(each -> each.sameLog(log.at(0)))
                                .count());
            }
        }
    }

    private static LogPosition place(Random random) {
        return new LogPosition(1 + random.nextInt(3), random.nextInt(3), random.nextInt(60));
    }

    @Test
    void partitionsAreInOrderOfTheirGenerationFirst() {
        LogPositionSet set = new LogPositionSet();
        List<LogPositionSet.Log> logs = List.of(
                new LogPositionSet.Log(1, 0),
                new LogPositionSet.Log(1, 12),
                new LogPositionSet.Log(2, 3),
                new LogPositionSet.Log(10, 1));
        List<LogPositionSet.Log> backwards = new ArrayList<>(logs);
        Collections.reverse(backwards);
        backwards.forEach(log -> set.add(log.epoch(), log.partition(), 5));
        assertThat(set.logs()).containsExactlyElementsOf(logs);
    }

    @Test
    void lookingForAPlaceKeepsNothing() {
        LogPositionSet set = new LogPositionSet();
        assertThat(set.contains(new LogPosition(1, 0, 0))).isFalse();
        assertThat(set.of(new LogPositionSet.Log(1, 0)).size()).isZero();
        assertThat(set.logs()).isEmpty();
        set.of(new LogPositionSet.Log(1, 0)).add(7);
        assertThat(set.contains(new LogPosition(1, 0, 7))).isFalse();
    }

    @Test
    void aPartitionNamesItsPlaces() {
        assertThat(new LogPositionSet.Log(2, 3).at(4)).isEqualTo(new LogPosition(2, 3, 4));
    }
}
