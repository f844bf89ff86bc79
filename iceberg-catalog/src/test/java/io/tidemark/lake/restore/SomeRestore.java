package io.tidemark.lake.restore;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.table.LakeTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;

/** Restores for tests, made of what a lake holds now. */
final class SomeRestore {
    private SomeRestore() {}

    /** The heads of a lake as a target. */
    static Target heads(Lake lake, String name) {
        Map<LakeTable, Target.Place> places = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(each -> {
            Table table = lake.table(each);
            places.put(
                    each,
                    new Target.Place(
                            ((HasTableOperations) table).operations().current().uuid(),
                            table.currentSnapshot().snapshotId(),
                            table.schema().schemaId()));
        });
        return new Target(name, 1, 7, places, List.of(new NextOffset(1, 0, 40), new NextOffset(1, 3, 9)), null);
    }

    static RestorePlan plan(Target target, int epoch) {
        List<TableReturn> returns = LakeTable.pipeline().stream()
                .map(table -> new TableReturn(table, 1L, target.place(table).snapshotId(), 10, 2, 0, 0))
                .toList();
        return new RestorePlan("test", epoch, target, returns, List.of(new Resume(1, 0, 40, 0, 90)));
    }
}
