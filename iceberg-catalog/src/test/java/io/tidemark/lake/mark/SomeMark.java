package io.tidemark.lake.mark;

import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Marks made up for tests that need no lake behind them. */
final class SomeMark {
    static final Instant NOON = Instant.parse("2026-01-04T12:00:00.123Z");

    private SomeMark() {}

    static Mark named(String name, Instant committedAt, boolean scheduled) {
        Map<LakeTable, TableMark> tables = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.pipeline()) {
            tables.put(
                    table,
                    new TableMark(
                            "uuid-of-" + table.tableName(),
                            Long.MAX_VALUE - table.ordinal(),
                            "s3a://lake/" + table.tableName() + "/metadata/00007.json",
                            0,
                            100 + table.ordinal(),
                            table.isOutcome()
                                    ? null
                                    : new TableMark.Contents(new RowsDigest(100 + table.ordinal(), -1, 2), 99)));
        }
        return new Mark(
                name,
                new Mark.Origin(committedAt.plusSeconds(60), "before the \"big\" deploy\n", scheduled),
                new Mark.Commit("staging", 2, 41, committedAt, null),
                new Mark.Source("events.raw", 1, List.of(new NextOffset(1, 0, 500), new NextOffset(1, 3, 7))),
                tables,
                new Mark.Proof("earlier", 412, List.of(new Gap(1, 3, new OffsetRange(5, 6)))));
    }
}
