package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.log.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The bits say what a sorted set of numbers says. */
class OffsetSetProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @Test
    void anOffsetSetIsASortedSet() {
        System.out.println("OffsetSetProperties: replay with -Dseed=" + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            long base = random.nextInt(4) * 65_536L + (random.nextBoolean() ? 0 : (1L << 40) + random.nextInt(1_000));
            int span = 1 + random.nextInt(random.nextBoolean() ? 200 : 300_000);
            OffsetSet set = new OffsetSet();
            TreeSet<Long> model = new TreeSet<>();
            fill(random, set, model, base, span);
            check(set, model);
            OffsetSet other = new OffsetSet();
            TreeSet<Long> otherModel = new TreeSet<>();
            fill(random, other, otherModel, base, span);
            List<Long> inBoth = new ArrayList<>();
            set.addAll(other, inBoth::add);
            TreeSet<Long> common = new TreeSet<>(model);
            common.retainAll(otherModel);
            model.addAll(otherModel);
            assertThat(inBoth).as("seed %d", SEED).containsExactlyElementsOf(common);
            check(set, model);
        }
    }

    private static void fill(Random random, OffsetSet set, NavigableSet<Long> model, long base, int span) {
        int runs = 1 + random.nextInt(8);
        for (int run = 0; run < runs; run++) {
            long start = base + random.nextInt(span);
            int length = 1 + random.nextInt(200);
            for (long offset = start; offset < start + length; offset++) {
                assertThat(set.add(offset)).as("seed %d", SEED).isEqualTo(model.add(offset));
            }
        }
    }

    private static void check(OffsetSet set, NavigableSet<Long> model) {
        assertThat(set.size()).as("seed %d", SEED).isEqualTo(model.size());
        assertThat(set.first()).as("seed %d", SEED).isEqualTo(model.first());
        assertThat(set.last()).as("seed %d", SEED).isEqualTo(model.last());
        List<OffsetRange> holes = new ArrayList<>();
        long previous = model.first();
        for (long offset : model) {
            if (offset > previous + 1) {
                holes.add(new OffsetRange(previous + 1, offset));
            }
            previous = offset;
        }
        assertThat(set.holes()).as("seed %d", SEED).isEqualTo(holes);
        assertThat(set.contains(model.last() + 1)).as("seed %d", SEED).isFalse();
        assertThat(set.contains(model.first())).as("seed %d", SEED).isTrue();
    }
}
