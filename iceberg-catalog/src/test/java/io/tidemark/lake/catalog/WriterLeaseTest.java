package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One start of the job writes: the last one that claimed the tables. */
class WriterLeaseTest {
    private static final Caller PERSON = Caller.of("test");

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void make() {
        lake = open(PERSON);
        lake.createMissing(TableOptions.defaults());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Lake open(Caller caller) {
        return Lake.open(
                CatalogSettings.local(directory.resolve("catalog.db"), directory.resolve("warehouse")), caller);
    }

    private Lake openAs(String claim) {
        return open(PERSON.as(new Writer(1, claim, Map.of())));
    }

    private Set<String> claims() {
        return LakeTable.pipeline().stream()
                .map(table -> lake.table(table).properties().getOrDefault(LakeProperties.CLAIM, "none"))
                .collect(Collectors.toSet());
    }

    @Test
    void fromTheLaterStartOnTheEarlierCommitsNoMoreNotEvenWithAHandleThatItHolds() {
        new WriterLease("first").acquire(lake);
        try (Lake first = openAs("first");
                Lake second = openAs("second")) {
            Table held = first.table(LakeTable.EVENTS);
            held.newAppend().commit();
            AppendFiles prepared = held.newAppend();

            new WriterLease("second").acquire(lake);

            assertThat(claims()).containsExactly("second");
            assertThatThrownBy(prepared::commit)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("another-start"));
            assertThatThrownBy(() -> first.table(LakeTable.MERGE_IDS)).isInstanceOf(Refusal.class);
            second.table(LakeTable.EVENTS).newAppend().commit();
            assertThat(lake.table(LakeTable.EVENTS).snapshots()).hasSize(2);
        }
    }

    @Test
    void anotherEnvironmentsTablesAreNotClaimed() {
        try (Lake other = open(Caller.of("development"))) {
            assertThatThrownBy(() -> new WriterLease("mine").acquire(other))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("other-environment"));
        }
        assertThat(claims()).containsExactly("none");
    }

    @Test
    void ofStartsAtTheSameTimeNoTwoBelieveThatTheTablesAreTheirs() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                List<Future<String>> starts =
                        List.of(threads.submit(start("a" + round)), threads.submit(start("b" + round)));
                Set<String> won = new TreeSet<>();
                for (Future<String> start : starts) {
                    won.add(start.get());
                }
                won.remove("refused");
                // Both may have claimed all, one after the other: then the tables are the later one's, all of them.
                assertThat(won.size() == 2 ? claims().size() : 1).isEqualTo(1);
                assertThat(claims()).isSubsetOf("a" + round, "b" + round);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<String> start(String name) {
        return () -> {
            try (Lake own = open(PERSON)) {
                new WriterLease(name).acquire(own);
                return name;
            } catch (Refusal refusal) {
                assertThat(refusal.name()).isEqualTo("another-start");
                return "refused";
            }
        };
    }
}
