package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.LaterRows;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.upgrade.Upgrade;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of before a lake got columns more, and files of afterwards, become one file. */
class UpgradedCareTest {
    @TempDir
    private Path directory;

    @Test
    void rowsOfBothKeepWhatTheyHaveAndMarksStayAsTheyWere() {
        Random random = new Random(5);
        try (WrittenLake written = WrittenLake.ofEarlierRelease(directory)) {
            for (int i = 0; i < 5; i++) {
                written.happens(random, 40);
                written.commit();
            }
            Mark before = written.mark("before");
            Table events = written.tables().lake(Purpose.CARE).table(LakeTable.EVENTS);
            RowsDigest marked = RowsDigest.of(events, before.snapshot(LakeTable.EVENTS));

            Upgrade upgrade = new Upgrade(written.tables().lake(Purpose.UPGRADE));
            upgrade.execute(upgrade.plan().hash(), table -> {});
            events.refresh();
            long first = written.story().rows(LakeTable.EVENTS).size();
            Map<Long, Long> expected = commitWithValues(written, random, events);
            events.refresh();
            RowsDigest all = RowsDigest.of(events, events.currentSnapshot().snapshotId());
            assertThat(all.rows()).isEqualTo(first + expected.size());

            Care care = new Care(written.tables().lake(Purpose.CARE), Duration.ofDays(2), Duration.ofDays(7));
            Instant now = Instant.now().plus(2, ChronoUnit.HOURS);
            assertThat(care.plan(now).compact()).containsKey(LakeTable.EVENTS);
            care.execute(care.plan(now).hash(), now, line -> {});
            events.refresh();

            long head = events.currentSnapshot().snapshotId();
            assertThat(RowsDigest.of(events, head)).isEqualTo(all);
            assertThat(RowsDigest.of(events, before.snapshot(LakeTable.EVENTS))).isEqualTo(marked);
            Map<Long, Long> found = new TreeMap<>();
            TableRows.read(events, head, events.schema().select(Columns.CONFIG_VERSION, "released_from"), row -> {
                if (row.getField(Columns.CONFIG_VERSION) instanceof Long version) {
                    found.put(version, (Long)
                            ((Record) row.getField(Columns.RELEASED_FROM)).getField(Columns.KAFKA_OFFSET));
                }
            });
            assertThat(found).isEqualTo(expected);
            assertThat(written.tables().audit(written.story().log()).holds()).isTrue();
        }
    }

    /** One checkpoint more, of which every event has a version and the place from where it was let back in. */
    private static Map<Long, Long> commitWithValues(WrittenLake written, Random random, Table events) {
        written.happens(random, 60);
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<Long, Long> expected = new TreeMap<>();
        for (Map<String, Object> row : written.pending(LakeTable.EVENTS)) {
            long version = rows.size() + 1L;
            rows.add(LaterRows.with(events, row, version, 1_000 + version));
            expected.put(version, 1_000 + version);
        }
        written.tables().checkpoint(1, written.checkpoint() + 1, LakeTable.EVENTS, rows);
        written.skip(LakeTable.EVENTS);
        written.commit();
        return expected;
    }
}
