package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An honest lake holds, whatever happened in it; with any one row gone or doubled it does not. */
class AuditProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int ROUNDS = 4;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    @Test
    void aRandomHistoryHoldsAndAnySingleLostOrDoubledRowIsSeen() {
        System.out.println("AuditProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Story story = randomStory();
            AuditReport honest = audit(story, "honest-" + round);
            assertThat(honest.findings().listed()).as("seed %d, honest", SEED).isEmpty();
            for (LakeTable table : LakeTable.all()) {
                List<Map<String, Object>> rows = story.rows(table);
                if (rows.isEmpty()) {
                    continue;
                }
                int victim = random.nextInt(rows.size());
                Map<String, Object> row = rows.remove(victim);
                assertThat(audit(story, "lost-" + round + table).holds())
                        .as("seed %d, round %d: lost from %s: %s", SEED, round, table, row)
                        .isFalse();
                rows.add(victim, row);
                rows.add(row);
                assertThat(audit(story, "doubled-" + round + table).holds())
                        .as("seed %d, round %d: doubled in %s: %s", SEED, round, table, row)
                        .isFalse();
                rows.remove(rows.size() - 1);
            }
        }
    }

    private AuditReport audit(Story story, String name) {
        try (TestLake lake = new TestLake(directory.resolve(name)).write(story)) {
            return new Audit(lake.lake(), new SimpleRules(), 1 + random.nextInt(40)).run(story.log(), true);
        }
    }

    private Story randomStory() {
        Story story = new Story(1 + random.nextInt(3));
        List<Place> events = new ArrayList<>();
        int length = 20 + random.nextInt(100);
        for (int i = 0; i < length; i++) {
            int person = random.nextInt(8);
            // One device is one ordered sequence: its partition follows from its name.
            int partition = person % 3;
            String user = random.nextInt(3) == 0 ? "u" + random.nextInt(4) : null;
            switch (random.nextInt(10)) {
                case 0 -> story.rejected(partition, "invalid_json");
                case 1 -> story.throttled(partition);
                case 2 -> story.log().marker(partition);
                case 3 -> story.groupIdentify(partition, "d" + person);
                case 4 -> {
                    if (!events.isEmpty()) {
                        story.duplicate(partition, events.get(random.nextInt(events.size())));
                    }
                }
                case 5 -> events.add(story.event(partition, null, "alone" + person));
                default -> events.add(story.event(partition, "d" + person, user));
            }
        }
        return story;
    }
}
