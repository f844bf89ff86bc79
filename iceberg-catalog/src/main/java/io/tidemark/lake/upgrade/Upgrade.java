package io.tidemark.lake.upgrade;

import io.tidemark.lake.catalog.CommitRetry;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import java.util.function.Consumer;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;

/**
 * Adds the columns that came with a later release to the tables that lack them: one change of metadata a table, which
 * neither reads nor writes a row. Cut off between two tables it leaves a lake that can be written and read as before, and
 * the next upgrade does the rest. Afterwards a job of an earlier release refuses the lake.
 */
public final class Upgrade {
    private static final CommitRetry RETRY =
            new CommitRetry(50, "Run `tidemark upgrade` again: it adds what is still missing.");

    private final Lake lake;

    /** The upgrade of a lake that was opened to {@link io.tidemark.lake.guard.Purpose#UPGRADE}. */
    public Upgrade(Lake lake) {
        this.lake = lake;
    }

    /**
     * What is to be added; changes nothing.
     *
     * @throws Refusal if a table of the lake is missing, or a restore of it is not finished
     * @throws LakeFailure if a table has columns that no release gave it
     */
    public UpgradePlan plan() {
        lake.tablesToMake();
        new Restores(lake).unfinished().ifPresent(journal -> {
            throw RefusalCode.UNFINISHED_RESTORE.refuse(
                    lake.settings().place(),
                    journal.plan().target().name(),
                    "it was cut off before it was done",
                    journal.plan().hash(),
                    "");
        });
        return new UpgradePlan(
                lake.settings().place(), lake.environment().orElse(lake.caller().environment()), lake.outdated());
    }

    /**
     * Adds the columns of a plan. No job must be writing: the rows of one that runs would lack the columns. One that was
     * started before and comes back is refused, unless Flink keeps it highly available, for that has no claim.
     *
     * @param hash the plan that was looked at
     * @param progress gets each table whose columns are added
     * @return the plan
     * @throws Refusal as {@link #plan} does, or if the plan is another one by now; then nothing was changed
     * @throws LakeFailure if a table does not take it; the tables before it have their columns
     */
    public UpgradePlan execute(String hash, Consumer<LakeTable> progress) {
        UpgradePlan plan = plan();
        requireSame(plan, hash);
        if (!plan.isEmpty()) {
            lake.endStarts("upgrade-" + plan.hash());
            plan.columns().keySet().forEach(table -> {
                add(table);
                progress.accept(table);
            });
        }
        return plan;
    }

    /**
     * Returns if a plan is the one that was looked at.
     *
     * @throws Refusal if it is another one
     */
    public static void requireSame(UpgradePlan plan, String hash) {
        PlanHash.requireSame(
                "carry this lake over",
                plan.hash(),
                hash,
                "other columns are missing by now, or it was another lake",
                "Run `tidemark upgrade` again");
    }

    private void add(LakeTable name) {
        RETRY.run("Could not add columns to the table " + lake.identifier(name), () -> {
            TableOperations operations = ((HasTableOperations) lake.table(name)).operations();
            TableMetadata base = operations.current();
            Schema schema = LaterColumns.added(name, base.schema(), base.schemas(), base.lastColumnId());
            if (schema.columns().size() > base.schema().columns().size()) {
                operations.commit(base, base.updateSchema(schema));
            }
        });
    }
}
