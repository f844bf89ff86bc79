package io.tidemark.lake.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of the configuration in their table: written one after the other, and read as they were written. */
class ServiceConfigTableTest {
    private static final Instant NOON = Instant.parse("2026-01-04T12:00:00.123456Z");

    @TempDir
    Path directory;

    private WrittenLake lake;
    private ServiceConfigTable table;

    @BeforeEach
    void write() {
        lake = new WrittenLake(directory);
        lake.story().event(0, "phone", null);
        lake.commit();
        table = new ServiceConfigTable(lake.tables().lake(Purpose.CONFIGURE));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static ConfigRow row(long version, String key, @Nullable String value) {
        return new ConfigRow(version, key, value, NOON.plusSeconds(60), "ops", "they said so", NOON);
    }

    @Test
    void versionsAreReadAsTheyWereWritten() {
        List<ConfigRow> first =
                List.of(row(1, "limits/shop", "{\"events_per_second\":5}"), row(1, "project/shop", "{}"));
        List<ConfigRow> second = List.of(row(2, "limits/shop", null));
        assertThat(table.list()).isEmpty();
        table.add(first);
        table.add(second);

        List<ConfigRow> both = new ArrayList<>(first);
        both.addAll(second);
        assertThat(table.list()).isEqualTo(both);
    }

    @Test
    void aNumberIsGivenOnceAndNoneIsLeftOut() {
        table.add(List.of(row(1, "project/shop", "{}")));
        for (long number : new long[] {1, 3}) {
            assertThatThrownBy(() -> table.add(List.of(row(number, "project/app", "{}"))))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("another-plan"));
        }
        assertThat(table.list()).hasSize(1);
    }

    @Test
    void ofAuthorsAtTheSameTimeOneMakesTheVersion() throws Exception {
        int authors = 4;
        CyclicBarrier start = new CyclicBarrier(authors);
        ExecutorService threads = Executors.newFixedThreadPool(authors);
        int made = 0;
        try {
            List<Future<Boolean>> attempts = new ArrayList<>();
            for (int i = 0; i < authors; i++) {
                ConfigRow row = row(1, "project/p" + i, "{}");
                ServiceConfigTable own = new ServiceConfigTable(lake.tables().lake(Purpose.CONFIGURE));
                Callable<Boolean> attempt = () -> {
                    start.await();
                    try {
                        own.add(List.of(row));
                        return true;
                    } catch (Refusal refused) {
                        return false;
                    }
                };
                attempts.add(threads.submit(attempt));
            }
            for (Future<Boolean> attempt : attempts) {
                made += attempt.get() ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(made).isEqualTo(1);
        assertThat(table.list()).hasSize(1);
    }

    @Test
    void onlyThoseWhoConfigureWriteIt() {
        for (Purpose other : List.of(Purpose.USE, Purpose.CORRECT, Purpose.RESTORE, Purpose.CARE)) {
            ServiceConfigTable theirs = new ServiceConfigTable(lake.tables().lake(other));
            assertThatThrownBy(() -> theirs.add(List.of(row(1, "project/shop", "{}"))))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("configured-by-another"));
        }
        assertThat(table.list()).isEmpty();
    }

    @Test
    void aMarkHasTheVersionsBeforeIt() {
        table.add(List.of(row(1, "project/shop", "{}")));
        lake.mark("one");
        table.add(List.of(row(2, "project/shop", null)));
        lake.mark("two");

        Table written = lake.lake().table(LakeTable.SERVICE_CONFIG);
        assertThat(table.at(written.refs().get("one").snapshotId())).hasSize(1);
        assertThat(table.at(written.refs().get("two").snapshotId())).hasSize(2);
    }
}
