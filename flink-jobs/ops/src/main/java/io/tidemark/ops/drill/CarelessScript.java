package io.tidemark.ops.drill;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.GuardedCatalog;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.jspecify.annotations.Nullable;

/** The script of the outage: it was meant for another environment, and drops whatever tables it finds. */
final class CarelessScript {
    private final TidemarkConfig config;

    /** The script, with the configuration of the pipeline in its hands. */
    CarelessScript(TidemarkConfig config) {
        this.config = config;
    }

    /**
     * A table that was to be dropped.
     *
     * @param layer at which layer
     * @param table the table
     * @param refusal the guard's sentence; null if nobody refused
     */
    record Attempt(String layer, LakeTable table, @Nullable String refusal) {}

    /** Drops every table, with its files, through the catalog's own interface. */
    List<Attempt> throughTheCatalog() {
        try (Lake lake = LakeTables.open(config)) {
            return attempts("plain API", table -> {
                boolean ignored = lake.catalog().dropTable(lake.identifier(table), true);
            });
        }
    }

    /** Drops every table in Flink SQL. */
    List<Attempt> throughFlinkSql() {
        TableEnvironment flink = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        flink.executeSql("""
                CREATE CATALOG lake WITH (
                  'type' = 'iceberg',
                  'catalog-impl' = '%s',
                  'guard.environment' = '%s',
                  'guard.base.type' = 'jdbc',
                  'guard.base.name' = '%s',
                  'uri' = '%s',
                  'warehouse' = '%s',
                  'cache-enabled' = 'false'
                )""".formatted(
                        GuardedCatalog.class.getName(),
                        config.environment(),
                        config.catalog().name(),
                        quoted(config.catalog().uri()),
                        quoted(config.catalog().warehouse())));
        flink.useCatalog("lake");
        flink.useDatabase(config.catalog().namespace());
        return attempts("Flink SQL", table -> flink.executeSql("DROP TABLE " + table.tableName()));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "" : text.replace("'", "''");
    }

    private interface Drop {
        void of(LakeTable table);
    }

    private static List<Attempt> attempts(String layer, Drop drop) {
        List<Attempt> attempts = new ArrayList<>();
        for (LakeTable table : LakeTable.all()) {
            String refusal = null;
            try {
                drop.of(table);
            } catch (RuntimeException e) {
                refusal = refusal(e);
            }
            attempts.add(new Attempt(layer, table, refusal));
        }
        return attempts;
    }

    /** The guard's sentence, however deep an engine has wrapped it; anything else that goes wrong is no refusal. */
    private static String refusal(RuntimeException thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof Refusal refused) {
                return refused.message();
            }
        }
        throw thrown;
    }
}
