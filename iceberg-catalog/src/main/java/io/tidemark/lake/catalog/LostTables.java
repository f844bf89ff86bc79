package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.table.LakeTable;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** The tables of a lake that was written to and has lost them: empty ones in their place would bury the loss. */
public final class LostTables {
    private final Lake lake;

    LostTables(Lake lake) {
        this.lake = lake;
    }

    /** Whether a file in a table's metadata directory is the manifest list of a snapshot, by Iceberg's naming. */
    public static boolean isOfSnapshot(String file) {
        return file.startsWith("snap-") && file.endsWith(".avro");
    }

    /**
     * Returns if no table is missing of a lake that was written to.
     *
     * @throws Refusal if some are missing, or all of them and the files of their snapshots are there
     */
    void refuse() {
        refuseLostCatalog();
        List<LakeTable> missing =
                LakeTable.all().stream().filter(lake::isMissing).toList();
        boolean written = LakeTable.pipeline().stream()
                .anyMatch(table -> !missing.contains(table) && lake.table(table).currentSnapshot() != null);
        if (!missing.isEmpty() && written) {
            String names = missing.stream().map(LakeTable::tableName).collect(Collectors.joining(", "));
            throw RefusalCode.MISSING_TABLE.refuse(
                    lake.settings().place(),
                    names,
                    "it has records, and an empty table in its place would bury the loss",
                    ", or recompute it with `tidemark rebuild`"
                            + (missing.contains(LakeTable.SERVICE_CONFIG)
                                    ? ", or get the versions of service_config from the topic with `tidemark config"
                                            + " recover`"
                                    : ""));
        }
    }

    /** Why a table could not be loaded: of a lake that is not made yet what was thrown, of any other the way back. */
    RuntimeException explain(LakeTable table, String tried, NoSuchTableException thrown) {
        if (!lake.isMissing(table) || LakeTable.pipeline().stream().noneMatch(lake::exists)) {
            return thrown;
        }
        String rebuild = table == LakeTable.IDENTITIES || table == LakeTable.MERGE_IDS
                ? ", or recompute it with `tidemark rebuild`"
                : "";
        return new LakeFailure(
                tried,
                "it does not exist, and other tables of the lake do",
                "Bring it back with `tidemark undrop " + table.tableName() + "`" + rebuild + ".",
                thrown);
    }

    private void refuseLostCatalog() {
        // A REST catalog that chooses the place of its tables tells it with a table only.
        if (lake.settings().warehouse().location() == null
                || LakeTable.pipeline().stream().anyMatch(lake::exists)) {
            return;
        }
        for (LakeTable table : LakeTable.outcomes()) {
            String metadata = table.tableName() + "/metadata";
            if (lake.files().list(metadata).stream().anyMatch(LostTables::isOfSnapshot)) {
                throw RefusalCode.CATALOG_LOST.refuse(
                        "in " + lake.settings().place(),
                        "the catalog has none of the tables",
                        lake.files().location(metadata),
                        "");
            }
        }
    }
}
