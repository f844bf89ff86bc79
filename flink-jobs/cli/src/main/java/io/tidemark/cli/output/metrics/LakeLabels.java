package io.tidemark.cli.output.metrics;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which lake a metric is of: its environment, where it has one, and its place, for there may be several on a machine. */
public final class LakeLabels {
    private LakeLabels() {}

    /** The labels, without secrets. */
    public static Map<String, String> of(TidemarkConfig config) {
        CatalogSettings settings = LakeTables.settings(config);
        Map<String, String> labels = new LinkedHashMap<>();
        try (Lake tables = LakeTables.open(config)) {
            tables.environment().ifPresent(environment -> labels.put("environment", environment));
        }
        labels.put(
                "lake",
                settings.warehouse().location() == null
                        ? settings.access().place()
                        : settings.warehouse().place());
        return labels;
    }
}
