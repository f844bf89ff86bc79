package io.tidemark.lake.mark;

import io.tidemark.lake.audit.SimpleRules;
import io.tidemark.lake.audit.Story;
import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A lake that a job writes, checkpoint by checkpoint, and the story that its rows tell. */
public final class WrittenLake implements AutoCloseable {
    private static final Instant MADE = Instant.parse("2030-01-01T00:00:00Z");

    private final TestLake tables;
    private final Story story = new Story();
    private final Map<LakeTable, Integer> committed = new EnumMap<>(LakeTable.class);
    private final List<LogPosition> events = new ArrayList<>();
    private int epoch = 1;
    private long checkpoint;
    private int made;

    /** A lake that was never written. */
    public WrittenLake(Path directory) {
        this(new TestLake(directory));
    }

    private WrittenLake(TestLake tables) {
        this.tables = tables;
    }

    /** One that the first release made, and that was never written. */
    public static WrittenLake ofEarlierRelease(Path directory) {
        return new WrittenLake(TestLake.ofEarlierRelease(directory));
    }

    /** What happened. */
    public Story story() {
        return story;
    }

    /** The tables. */
    public TestLake tables() {
        return tables;
    }

    /** The lake. */
    public Lake lake() {
        return tables.lake();
    }

    /** The newest checkpoint. */
    public long checkpoint() {
        return checkpoint;
    }

    /** From here on the checkpoints are those of a later epoch. */
    public void raiseEpoch() {
        epoch++;
    }

    /** The rows of a table that no checkpoint has committed yet. */
    public List<Map<String, Object>> pending(LakeTable table) {
        List<Map<String, Object>> rows = story.rows(table);
        return List.copyOf(rows.subList(committed.getOrDefault(table, 0), rows.size()));
    }

    /** Some records more, as they come. */
    public void happens(Random random, int records) {
        for (int i = 0; i < records; i++) {
            int person = random.nextInt(8);
            int partition = person % 3;
            switch (random.nextInt(9)) {
                case 0 -> story.rejected(partition, "invalid_json");
                case 1 -> story.throttled(partition);
                case 2 -> {
                    if (!events.isEmpty()) {
                        story.duplicate(partition, events.get(random.nextInt(events.size())));
                    }
                }
                default -> {
                    String user = random.nextInt(3) == 0 ? "u" + random.nextInt(4) : null;
                    events.add(story.event(partition, "d" + person, user));
                }
            }
        }
    }

    /** Every table commits what there is, at the next checkpoint. */
    public void commit() {
        checkpoint++;
        LakeTable.pipeline().forEach(this::commitTo);
    }

    /** These tables commit the next checkpoint, the others have not done so yet. */
    public void commitOnly(List<LakeTable> first) {
        checkpoint++;
        first.forEach(this::commitTo);
    }

    private void commitTo(LakeTable table) {
        tables.checkpoint(epoch, checkpoint, table, pending(table));
        committed.put(table, story.rows(table).size());
    }

    /** As if these rows of the table had been committed already. */
    public void skip(LakeTable table) {
        committed.put(table, story.rows(table).size());
    }

    /** A mark of the newest moment, checked against the story's log. */
    public Mark mark(String name) {
        return maker().create(
                        new MarkCreator.Request(name, "", false, false), now(), story.log(), CheckpointFinder.NONE);
    }

    /** A maker of marks. */
    public MarkCreator maker() {
        return new MarkCreator(tables.lake(Purpose.MARK), new SimpleRules(), "events.raw", 1);
    }

    /** A time, later at each call. */
    public Instant now() {
        return MADE.plusSeconds(made++);
    }

    @Override
    public void close() {
        tables.close();
    }
}
