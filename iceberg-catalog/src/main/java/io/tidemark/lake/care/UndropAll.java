package io.tidemark.lake.care;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings back every table of the lake that is missing, or whose metadata file is gone. */
public final class UndropAll {
    private final Lake lake;
    private final Undrop undrop;

    /**
     * Brings tables of this lake back, which was opened to {@link io.tidemark.lake.guard.Purpose#CARE}.
     *
     * @param anchors what is known of the tables from the marks
     */
    public UndropAll(Lake lake, List<Anchor> anchors) {
        this.lake = lake;
        this.undrop = new Undrop(lake, anchors);
    }

    /**
     * How the missing tables would come back.
     *
     * @param tables each of them
     * @param hash the plan's name
     */
    public record Plan(List<Undrop.Plan> tables, String hash) {
        /** Keeps a copy. */
        public Plan {
            tables = List.copyOf(tables);
        }

        private static Plan of(List<Undrop.Plan> tables) {
            return new Plan(
                    tables,
                    PlanHash.of(tables.stream()
                            .map(table -> table.table() + " " + table.hash())
                            .toList()));
        }
    }

    /**
     * Plans to bring the missing tables back; changes nothing. No tables where none is missing.
     *
     * @throws Refusal if nothing is left of one of them: it names all of which that is so
     */
    public Plan plan() {
        List<Undrop.Plan> plans = new ArrayList<>();
        List<LakeTable> lost = new ArrayList<>();
        for (LakeTable table : LakeTable.all()) {
            if (!lake.isReadable(table)) {
                Optional<Undrop.Plan> plan = plan(table);
                plan.ifPresent(plans::add);
                if (plan.isEmpty() && (lake.exists(table) || lake.isMissing(table))) {
                    lost.add(table);
                }
            }
        }
        if (!lost.isEmpty()) {
            throw RefusalCode.NOTHING_LEFT.refuse(
                    "Of the tables that are missing, " + names(lost),
                    "their directories",
                    ". Bring back one by one what is left: tidemark undrop TABLE");
        }
        return Plan.of(plans);
    }

    private Optional<Undrop.Plan> plan(LakeTable table) {
        try {
            return Optional.of(undrop.plan(lake.identifier(table)));
        } catch (Refusal refusal) {
            if (refusal.code() == RefusalCode.NOTHING_LEFT) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private static String names(List<LakeTable> tables) {
        return tables.stream().map(LakeTable::tableName).collect(Collectors.joining(", "));
    }

    /**
     * Brings the missing tables back. Cut off, it is planned and done again for those that are still missing.
     *
     * @param hash the plan that was looked at
     * @throws Refusal if the plan is another one by now; then nothing was done
     */
    public Plan execute(String hash) {
        Plan plan = plan();
        PlanHash.requireSame(
                "bring the missing tables back", plan.hash(), hash, Trash.CHANGED, "Run `tidemark undrop --all` again");
        return Plan.of(plan.tables().stream()
                .map(table -> undrop.execute(table.table(), table.hash()))
                .toList());
    }
}
