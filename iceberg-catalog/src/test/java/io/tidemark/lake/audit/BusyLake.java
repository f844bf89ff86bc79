package io.tidemark.lake.audit;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;

/**
 * A lake in which somebody else commits to a table just before each of our commits, as often as is said, or whose process
 * dies there: the guard looks at its clock when a change has been made and is not committed yet.
 */
public final class BusyLake implements AutoCloseable {
    private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

    private final TestLake tables;
    private final LakeTable table;
    private final Lake lake;
    private int left;
    private int reviews;
    private int last = Integer.MAX_VALUE;

    /** What is thrown in the place of a process that ends. */
    public static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Death() {
            super("the process has died");
        }
    }

    private BusyLake(TestLake tables, Purpose purpose, LakeTable table) {
        this.tables = tables;
        this.table = table;
        this.lake = Lake.open(
                tables.lake().settings(), tables.lake().caller().to(purpose), refusal -> refusal, this::compete);
    }

    /** The lake of these tables, opened for a purpose. */
    public static BusyLake open(TestLake tables, Purpose purpose, LakeTable table) {
        return new BusyLake(tables, purpose, table);
    }

    /** The lake, in which nobody competes until it is said. */
    public Lake lake() {
        return lake;
    }

    /** From now on somebody commits before each of our changes of whatever table, so many times. */
    public void competes(int times) {
        left = times;
        reviews = 0;
    }

    /** From now on so many changes are made, and none after. */
    public void diesAfter(int changes) {
        reviews = 0;
        last = changes;
    }

    /** How many changes were tried since. */
    public int tries() {
        return reviews;
    }

    private Instant compete() {
        reviews++;
        if (reviews > last) {
            throw new Death();
        }
        if (left > 0) {
            left--;
            tables.unguarded(table)
                    .updateProperties()
                    .set("somebody", Integer.toString(left))
                    .commit();
        }
        return LATE;
    }

    @Override
    public void close() {
        lake.close();
    }
}
