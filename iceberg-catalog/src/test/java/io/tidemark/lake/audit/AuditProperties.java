package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
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
    private static final int ROUNDS = 3;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    @Test
    void aRandomHistoryHoldsAndAnySingleLostOrDoubledRowIsSeen() {
        System.out.println("AuditProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Story story = randomStory();
            try (TestLake lake = new TestLake(directory.resolve("lake-" + round)).write(story)) {
                assertThat(audit(lake, story).findings().listed())
                        .as("seed %d, round %d: honest", SEED, round)
                        .isEmpty();
                for (LakeTable table : LakeTable.pipeline()) {
                    breakOne(lake, story, table);
                }
                assertThat(audit(lake, story).holds())
                        .as("seed %d, round %d: mended", SEED, round)
                        .isTrue();
            }
        }
    }

    private void breakOne(TestLake lake, Story story, LakeTable table) {
        List<Map<String, Object>> rows = story.rows(table);
        if (rows.isEmpty()) {
            return;
        }
        List<Map<String, Object>> broken = new ArrayList<>(rows);
        Map<String, Object> row = broken.remove(random.nextInt(broken.size()));
        assertThat(audit(lake.replace(table, broken), story).holds())
                .as("seed %d: lost from %s: %s", SEED, table, row)
                .isFalse();
        broken.add(row);
        broken.add(row);
        assertThat(audit(lake.replace(table, broken), story).holds())
                .as("seed %d: doubled in %s: %s", SEED, table, row)
                .isFalse();
        lake.replace(table, rows);
    }

    private AuditReport audit(TestLake lake, Story story) {
        return new Audit(lake.lake(), new SimpleRules(), 10 + random.nextInt(60)).run(story.log(), true);
    }

    private Story randomStory() {
        Story story = new Story(1 + random.nextInt(3));
        List<LogPosition> events = new ArrayList<>();
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
