package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreedFilesTest {
    private static final DataFile FIRST = file("first");
    private static final DataFile SECOND = file("second");

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private Table table;

    private static DataFile file(String name) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("memory:///data/" + name + ".parquet")
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .build();
    }

    @BeforeEach
    void twoFilesOfWhichOneIsGone() {
        catalog.initialize("memory", Map.of());
        catalog.createNamespace(Namespace.of("lake"));
        table = catalog.createTable(
                TableIdentifier.of("lake", "events"),
                new Schema(Types.NestedField.required(1, "n", Types.LongType.get())));
        table.newAppend().appendFile(FIRST).commit();
        table.newAppend().appendFile(SECOND).commit();
        table.newDelete().deleteFile(FIRST).commit();
    }

    @AfterEach
    void close() throws Exception {
        catalog.close();
    }

    private TableMetadata metadata() {
        return ((HasTableOperations) table).operations().refresh();
    }

    private List<Snapshot> snapshots() {
        return StreamSupport.stream(table.snapshots().spliterator(), false).toList();
    }

    /** Those of the first two snapshots, which alone need the first file. */
    private FreedFiles freed() {
        Set<Long> gone =
                Set.of(snapshots().get(0).snapshotId(), snapshots().get(1).snapshotId());
        return FreedFiles.of(table, metadata(), gone);
    }

    @Test
    void whatOnlyTheGoneNeedIsFree() {
        assertThat(freed().paths())
                .contains(FIRST.location(), snapshots().get(0).manifestListLocation())
                .doesNotContain(SECOND.location(), snapshots().get(2).manifestListLocation());
    }

    @Test
    void whatASnapshotNeedsThatCameSinceIsNotFree() {
        FreedFiles freed = freed();
        table.newAppend().appendFile(FIRST).commit();
        freed.follow(metadata());

        assertThat(freed.paths())
                .contains(snapshots().get(0).manifestListLocation())
                .doesNotContain(FIRST.location(), SECOND.location());
        assertThat(freed.paths())
                .doesNotContainAnyElementsOf(snapshots().stream()
                        .skip(2)
                        .map(Snapshot::manifestListLocation)
                        .toList());
    }

    @Test
    void whatComesSinceAndNeedsNothingOfItLeavesItFree() {
        FreedFiles freed = freed();
        Set<String> before = freed.paths();
        table.newAppend().appendFile(file("third")).commit();
        freed.follow(metadata());

        assertThat(freed.paths()).isEqualTo(before);
    }
}
