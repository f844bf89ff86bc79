package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.configure.ConfigRequest;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.ops.embedded.LakeSite;
import io.tidemark.ops.setup.ConfigTopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a lake whose events were decided by two versions, and of one in which somebody has changed by which. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecidedVersionsIT {
    private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));

    private Path lake = Path.of(".");
    private TidemarkConfig config = DirectoryLake.config(Path.of("."));

    @BeforeAll
    void decideEvents(@TempDir Path directory) throws IOException {
        lake = directory.resolve("lake");
        config = DirectoryLake.config(lake);
        // A version takes effect behind the newest event, so there is none yet.
        ingest(directory, ExitCode.CHECK_FAILED, "{}");
        make("{}", yesterday.plusSeconds(60));
        make("{\"where\":{\"platform\":\"iOS\"}}", yesterday.plusSeconds(3_600));
        ingest(
                directory,
                ExitCode.DONE,
                "{\"event_type\":\"Noise\",\"device_id\":\"phone-1\",\"platform\":\"iOS\"}",
                "{\"event_type\":\"Noise\",\"device_id\":\"phone-1\",\"platform\":\"Android\"}",
                "{\"event_type\":\"Buy\",\"device_id\":\"phone-1\",\"config_version\":1}");
    }

    private void ingest(Path directory, int code, String... records) throws IOException {
        Path file = Files.writeString(directory.resolve(records.length + ".jsonl"), String.join("\n", records));
        Run run = Run.of("ingest", "--lake", lake.toString(), file.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(code);
    }

    /** A version of yesterday. */
    private void make(String filter, Instant from) {
        ConfigRequest request = new ConfigRequest(
                new ConfigRequest.Values(new TreeMap<>(Map.of("filter/default/Noise", filter))), "ops", "test", from);
        try (Lake tables = LakeTables.open(config, Purpose.CONFIGURE);
                LakeSite site = LakeSite.open(config, Optional.of(lake), "a test", LakeSite.Needs.WHOLE_LAKE)) {
            ConfigTopicSetup.make(site.config());
            ServiceConfigs configs = new ServiceConfigs(tables);
            String hash = configs.plan(request, yesterday).hash();
            configs.execute(request, hash, new ConfigTopic(site.config().kafka()), yesterday, () -> "");
        }
    }

    private Run audit() {
        return Run.of("audit", "--lake", lake.toString(), "--json");
    }

    @Test
    void whatTheJobDecidedHoldsAndWhatSomebodyHasChangedIsFound() throws IOException {
        Run honest = audit();
        assertThat(honest.code()).as(honest.out() + honest.err()).isEqualTo(ExitCode.DONE);
        assertThat(honest.out())
                .contains(
                        "\"versions\":{\"newest_version\":2,\"decided_by_earlier_version\":1,\"looked_at_in_log\":1}");

        assertFound(LakeTable.EVENTS, "Noise", 1L, "earlier-version", "was decided by version 1, and names none");
        assertFound(LakeTable.EVENTS, "Noise", null, "no-version", "and should be by version 2.");
        assertFound(LakeTable.EVENTS, "Noise", 9L, "unknown-version", "the newest there is 2.");
        assertFound(LakeTable.EVENTS, "Buy", null, "no-version", "and should be by version 2.");
        assertFound(LakeTable.DEAD_LETTERS, "filtered", 1L, "earlier-version", "and names none");
        assertFound(LakeTable.DEAD_LETTERS, "filtered", null, "no-version", "in dead_letters");

        assertThat(audit().code()).isEqualTo(ExitCode.DONE);
    }

    private void assertFound(LakeTable table, String typeOrReason, @Nullable Long version, String kind, String says)
            throws IOException {
        Long was = change(table, typeOrReason, version);
        Run run = audit();
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).contains("\"finding_counts\":{\"" + kind + "\":1}", says);
        change(table, typeOrReason, was);
    }

    /** Changes the version of a row behind the guard's back; returns what it was. */
    private @Nullable Long change(LakeTable name, String typeOrReason, @Nullable Long version) throws IOException {
        CatalogSettings settings = LakeTables.settings(config);
        Catalog catalog = CatalogUtil.buildIcebergCatalog(
                settings.name(), settings.catalogProperties(), settings.hadoopConfiguration());
        Table table = catalog.loadTable(TableIdentifier.of(settings.namespace(), name.tableName()));
        List<Record> rows = new ArrayList<>();
        TableRows.read(table, table.currentSnapshot().snapshotId(), table.schema(), row -> rows.add(row.copy()));
        String column = name == LakeTable.EVENTS ? "event_type" : "reason";
        Record changed = rows.stream()
                .filter(row -> typeOrReason.equals(row.getField(column)))
                .findFirst()
                .orElseThrow();
        Long was = (Long) changed.getField("config_version");
        changed.setField("config_version", version);
        OverwriteFiles overwrite = table.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
        for (Record row : rows) {
            PartitionKey key = new PartitionKey(table.spec(), table.schema());
            key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(row));
            DataWriter<Record> writer = Parquet.writeData(table.io()
                            .newOutputFile(table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet")))
                    .forTable(table)
                    .withPartition(key)
                    .createWriterFunc(GenericParquetWriter::create)
                    .build();
            try (writer) {
                writer.write(row);
            }
            overwrite.addFile(writer.toDataFile());
        }
        overwrite.commit();
        return was;
    }
}
