package io.tidemark.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.Run;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.audit.Audit;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.CheckpointFinder;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.MarkCreator;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.restore.BeforeRestore;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.SameColumns;
import io.tidemark.ops.restore.LakeRestoreActions;
import io.tidemark.ops.restore.NoJob;
import io.tidemark.ops.restore.Restore;
import io.tidemark.ops.restore.RestorePlanner;
import io.tidemark.ops.restore.StateMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lake of an earlier release is marked, carried over to the columns of this one, and put back to marks from before;
 * without its job and its log.
 */
@Timeout(300)
class UpgradedLakeIT {
    private static final List<String> LATER = List.of("config_version", "released_from");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private String file;
    private TidemarkConfig config;

    @BeforeEach
    void unpack() throws IOException {
        RecordedLake place = RecordedLake.unpacked("checkpoint-hashmap.zip", directory.resolve("lake"));
        Path written = place.configFile("127.0.0.1:1", "hashmap");
        file = written.toString();
        config = RecordedLake.config(written);
    }

    @Test
    void markedCarriedOverRestoredAndUndone() throws IOException {
        Map<LakeTable, RowsDigest> whole = digests();
        Mark wednesday = mark();
        Mark monday = find("monday");
        Map<LakeTable, RowsDigest> atMonday = digests(monday);
        assertThat(atMonday).isNotEqualTo(whole);

        carryOver();
        assertThat(digests()).isEqualTo(whole);
        assertThat(digests(monday)).isEqualTo(atMonday);
        assertThat(digests(wednesday)).isEqualTo(digests());
        requireColumnsOfThisRelease();

        RestorePlan back = restore(Target.of(monday));
        assertThat(digests()).isEqualTo(atMonday);
        requireColumnsOfThisRelease();

        restore(before(back));
        assertThat(digests()).isEqualTo(whole);
        requireColumnsOfThisRelease();
        audit();
    }

    /** The marks and the journals of then are read, and what they name is found. */
    @Test
    void everyMarkOfThenIsATarget() {
        Map<LakeTable, RowsDigest> atMonday = digests(find("monday"));
        Map<LakeTable, RowsDigest> atTuesday = digests(find("tuesday"));
        try (Lake lake = LakeTables.open(config)) {
            assertThat(new Restores(lake).list()).singleElement().matches(RestoreJournal::finished);
        }
        carryOver();
        restore(Target.of(find("tuesday")));
        assertThat(digests()).isEqualTo(atTuesday);
        restore(Target.of(find("monday")));
        assertThat(digests()).isEqualTo(atMonday);
        requireColumnsOfThisRelease();
    }

    private void carryOver() {
        JsonNode plan = json("upgrade", "--config", file, "--json");
        assertThat(plan.get("done").booleanValue()).isFalse();
        assertThat(plan.get("add_columns").size())
                .isEqualTo(LakeTable.outcomes().size());
        assertThat(Run.of("upgrade", "--config", file, "--execute", "0123456789ab"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(ExitCode.REFUSED))
                .satisfies(run -> assertThat(run.err()).contains("The plan to carry this lake over"));
        String hash = plan.get("hash").textValue();
        assertThat(PipelineRecorder.ok("upgrade", "--config", file)).contains("--execute " + hash);
        assertThat(PipelineRecorder.ok("upgrade", "--config", file, "--execute", hash))
                .contains("  events: config_version, released_from");
        assertThat(PipelineRecorder.ok("upgrade", "--config", file)).contains("nothing to do");
    }

    private void requireColumnsOfThisRelease() {
        try (Lake lake = LakeTables.open(config)) {
            assertThat(lake.outdated()).isEmpty();
            lake.createMissing(LakeTables.options(config));
            for (LakeTable table : LakeTable.pipeline()) {
                assertThat(SameColumns.ofTable(lake.table(table).schema(), table.schema()))
                        .as("%s, with the field ids of a new table", table)
                        .isTrue();
            }
        }
    }

    private Mark mark() {
        try (Lake lake = LakeTables.open(config, Purpose.MARK)) {
            return new MarkCreator(lake, DecisionRules.of(config), "events.raw", 1)
                    .create(
                            new MarkCreator.Request("wednesday", "", false, false),
                            InstantSource.system().instant(),
                            null,
                            CheckpointFinder.NONE);
        }
    }

    private Mark find(String name) {
        try (Lake lake = LakeTables.open(config)) {
            return new Marks(lake).require(name);
        }
    }

    private RestorePlan restore(Target target) {
        try (Lake lake = LakeTables.open(config, Purpose.RESTORE)) {
            RestorePlanner planner = new RestorePlanner(lake, null);
            RestorePlan plan = planner.plan(target, config.environment());
            if (target.place(LakeTable.EVENTS).schemaId() == 0) {
                assertThat(planner.laterColumns(target)).containsOnlyKeys(LakeTable.outcomes());
                assertThat(planner.laterColumns(target).values()).containsOnly(LATER);
            }
            assertThat(plan.returns()).allMatch(each -> each.schema() == each.targetSchema());
            LakeRestoreActions actions = new LakeRestoreActions(new LakeRestoreActions.Parts(
                    lake,
                    config,
                    null,
                    new NoJob("run"),
                    (point, epoch) -> new StateMaker.Made("recorded:///none", "none"),
                    InstantSource.system()));
            RestoreJournal done = new Restore(actions, new Restores(lake)::save, InstantSource.system())
                    .run(RestoreJournal.begin(plan));
            assertThat(actions.report())
                    .hasValueSatisfying(
                            report -> assertThat(report.findings().listed()).isEmpty());
            assertThat(new Restores(lake).find(plan.hash())).contains(done);
            return plan;
        }
    }

    private Target before(RestorePlan plan) {
        try (Lake lake = LakeTables.open(config, Purpose.RESTORE)) {
            return new BeforeRestore(lake, DecisionRules.of(config)).target(plan, null);
        }
    }

    private void audit() {
        try (Lake lake = LakeTables.open(config)) {
            assertThat(new Audit(lake, DecisionRules.of(config))
                            .run(null, false)
                            .findings()
                            .listed())
                    .isEmpty();
        }
    }

    private Map<LakeTable, RowsDigest> digests() {
        Map<LakeTable, RowsDigest> digests = new EnumMap<>(LakeTable.class);
        try (Lake lake = LakeTables.open(config)) {
            for (LakeTable name : LakeTable.pipeline()) {
                Table table = lake.table(name);
                digests.put(name, RowsDigest.of(table, table.currentSnapshot().snapshotId()));
            }
        }
        return digests;
    }

    private Map<LakeTable, RowsDigest> digests(Mark mark) {
        Map<LakeTable, RowsDigest> digests = new EnumMap<>(LakeTable.class);
        try (Lake lake = LakeTables.open(config)) {
            LakeTable.pipeline()
                    .forEach(name -> digests.put(name, RowsDigest.of(lake.table(name), mark.snapshot(name))));
        }
        return digests;
    }

    private static JsonNode json(String... command) {
        try {
            return JSON.readTree(PipelineRecorder.ok(command));
        } catch (IOException e) {
            throw new AssertionError("No JSON", e);
        }
    }
}
