package io.tidemark.ops.drill;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.drill.DrillReport.TableComparison;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** What would have been: a lake of its own that takes in the same log, and nothing happens to it. */
final class Undisturbed {
    private static final String NAME = "undisturbed";

    private final DrillSite site;
    private final Logbook logbook;

    /** The other lake of a site. */
    Undisturbed(DrillSite site, Logbook logbook) {
        this.site = site;
        this.logbook = logbook;
    }

    /** Takes in the whole topic, and compares every table with those of the drill. */
    List<TableComparison> compare(TidemarkConfig drilled, String organisation) {
        Path home = site.directory().root().resolve(NAME);
        TidemarkConfig config = DrillSite.config(site.configure(NAME, home, organisation));
        logbook.step("The same log into a lake to which nothing happens", () -> {
            DrillSite.makeTables(config);
            long all = site.recordsInTopic();
            try (DrillSite.Running running = DrillSite.start(config, home)) {
                logbook.await("the undisturbed lake has every record", () -> running.records() >= all);
            }
            return all + " records";
        });
        try (Lake one = LakeTables.open(drilled);
                Lake other = LakeTables.open(config)) {
            List<TableComparison> tables = LakeTable.pipeline().stream()
                    .map(table -> new TableComparison(table, digest(one.table(table)), digest(other.table(table))))
                    .toList();
            tables.forEach(each -> logbook.check(
                    each.table().tableName() + " has the rows that it would have had",
                    each.same(),
                    each.drilled().rows() + " rows, digest " + each.drilled().hash()));
            return tables;
        }
    }

    private static RowsDigest digest(Table table) {
        Snapshot head = table.currentSnapshot();
        return RowsDigest.of(table, head == null ? null : Long.valueOf(head.snapshotId()));
    }
}
