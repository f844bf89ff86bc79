package io.tidemark.lake.upgrade;

import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What carrying a lake over would do.
 *
 * @param place the catalog, for a person
 * @param environment the lake's environment
 * @param columns the columns that each table gets behind its own, in their order; a table that has all is not in it
 */
public record UpgradePlan(String place, String environment, Map<LakeTable, List<String>> columns) {
    /** Keeps a copy. */
    public UpgradePlan {
        columns = Collections.unmodifiableMap(new TreeMap<>(columns));
    }

    /** Whether every table has all columns. */
    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /** Twelve hexadecimal digits that are others for another plan. */
    public String hash() {
        List<String> steps = new ArrayList<>(List.of("upgrade", place, environment));
        columns.forEach((table, names) -> steps.add(table.tableName() + " " + String.join(" ", names)));
        return PlanHash.of(steps);
    }
}
