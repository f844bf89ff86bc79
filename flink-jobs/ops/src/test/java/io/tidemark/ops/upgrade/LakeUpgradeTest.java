package io.tidemark.ops.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import io.tidemark.lake.table.TableOptions;
import io.tidemark.lake.upgrade.UpgradePlan;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LakeState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.types.Types.NestedField;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake is carried over while no job writes to it, and at no other time. */
class LakeUpgradeTest {
    @TempDir
    private Path directory;

    private final List<Duration> pauses = new ArrayList<>();
    private LakeDirectory home;
    private TidemarkConfig config;
    private Lake lake;
    private Lake job;
    private Instant now = Instant.now();
    private LakeUpgrade upgrade;

    @BeforeEach
    void makeALakeOfTheFirstRelease() {
        home = LakeDirectory.openOrCreate(directory, LakeState.fresh("events.raw", 2));
        config = DirectoryLake.config(directory);
        job = Lake.open(LakeTables.settings(config), LakeTables.caller(config).as(Writer.of(1)));
        Namespace namespace = job.identifier(LakeTable.EVENTS).namespace();
        ((SupportsNamespaces) job.catalog()).createNamespace(namespace);
        for (LakeTable table : LakeTable.outcomes()) {
            List<NestedField> columns = new ArrayList<>(table.schema().columns());
            columns.removeAll(LaterColumns.of(table));
            job.catalog().createTable(job.identifier(table), new Schema(columns));
        }
        job.createMissing(TableOptions.defaults());
        LakeTable.pipeline().forEach(this::commit);
        lake = LakeTables.open(config, Purpose.UPGRADE);
        upgrade = new LakeUpgrade(config, lake, () -> now);
    }

    private void commit(LakeTable table) {
        job.table(table).newAppend().commit();
    }

    @AfterEach
    void close() {
        lake.close();
        job.close();
    }

    private UpgradePlan execute(Optional<Path> place, ThrowingCallable whilePausing) throws InterruptedException {
        return upgrade.execute(
                upgrade.plan().hash(),
                place,
                pause -> {
                    pauses.add(pause);
                    now = now.plus(pause);
                    try {
                        whilePausing.call();
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                },
                table -> {});
    }

    private void refused(String name, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.name())
                .isEqualTo(name));
        assertThat(lake.outdated()).hasSize(4);
    }

    @Test
    void aPipelineIsWatchedBeforeAnythingChanges() throws InterruptedException {
        execute(Optional.empty(), () -> assertThat(lake.outdated()).hasSize(4));
        assertThat(pauses).isNotEmpty();
        assertThat(lake.outdated()).isEmpty();
    }

    @Test
    void aJobThatCommitsMeanwhileForbidsIt() {
        refused("second-writer", () -> execute(Optional.empty(), () -> commit(LakeTable.MERGE_IDS)));
    }

    @Test
    void aDirectoryThatIsInUseIsLeft() {
        try (LakeDirectory.Lock lock = home.lock("tidemark run")) {
            refused("in-use", () -> execute(Optional.of(directory), () -> {}));
        }
    }

    @Test
    void aDirectoryOfWhichNobodyHasTheLockIsNotWatched() throws InterruptedException {
        execute(Optional.of(directory), () -> {});
        assertThat(pauses).isEmpty();
        assertThat(lake.outdated()).isEmpty();
    }

    @Test
    void whereNothingIsMissingNothingIsWaitedFor() throws InterruptedException {
        execute(Optional.of(directory), () -> {});
        try (LakeDirectory.Lock lock = home.lock("tidemark run")) {
            assertThat(execute(Optional.of(directory), () -> {}).isEmpty()).isTrue();
            assertThat(execute(Optional.empty(), () -> {}).isEmpty()).isTrue();
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void anotherPlanIsRefusedBeforeAnythingIsWaitedFor() {
        refused("another-plan", () -> upgrade.execute("0123456789ab", Optional.empty(), pauses::add, table -> {}));
        assertThat(pauses).isEmpty();
    }
}
