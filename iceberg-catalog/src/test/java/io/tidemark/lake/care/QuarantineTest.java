package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.LakeFiles;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of files that nobody needs, and what is known of a table in the trash; on a directory. */
class QuarantineTest {
    private static final Instant NOW = Instant.parse("2026-01-04T12:00:00.123456Z");
    private static final Instant LATER = Instant.parse("2026-01-11T12:00:00Z");

    @TempDir
    Path directory;

    private LakeFiles files;
    private Quarantine quarantine;

    @BeforeEach
    void open() {
        files = new LakeFiles(directory.toString(), new Configuration());
        quarantine = new Quarantine(files);
    }

    @Test
    void aListReadsBackWithEachFileOnce() {
        quarantine.add(LakeTable.EVENTS, "expired", NOW, LATER, List.of("/b", "/a", "/b"));
        assertThat(quarantine.list())
                .containsExactly(new Quarantine.Batch(
                        "2026-01-04T12.00.00.123Z-events-expired.json", LakeTable.EVENTS, LATER, List.of("/a", "/b")));
    }

    @Test
    void noFilesAreNoList() {
        quarantine.add(LakeTable.EVENTS, "expired", NOW, LATER, Set.of());
        assertThat(quarantine.list()).isEmpty();
        assertThat(directory.resolve("quarantine")).doesNotExist();
    }

    @Test
    void tablesAndReasonsOfOneTimeHaveListsOfTheirOwn() {
        quarantine.add(LakeTable.EVENTS, "expired", NOW, LATER, List.of("/a"));
        quarantine.add(LakeTable.EVENTS, "orphans", NOW, LATER, List.of("/b"));
        quarantine.add(LakeTable.MERGE_IDS, "expired", NOW, LATER, List.of("/c"));
        assertThat(quarantine.list())
                .extracting(Quarantine.Batch::table)
                .containsExactly(LakeTable.EVENTS, LakeTable.EVENTS, LakeTable.MERGE_IDS);
    }

    @Test
    void onlyTheListThatIsRemovedGoes() {
        quarantine.add(LakeTable.EVENTS, "expired", NOW, LATER, List.of("/a"));
        quarantine.add(LakeTable.EVENTS, "orphans", NOW, LATER, List.of("/b"));
        quarantine.remove(quarantine.list().get(0));
        assertThat(quarantine.list()).singleElement().satisfies(batch -> assertThat(batch.files())
                .containsExactly("/b"));
    }

    /** A list that says something else must delete nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "[]",
                "{'format': 2, 'table': 'events', 'dies_at': '2026-01-11T12:00:00Z', 'files': ['/a']}",
                "{'table': 'events', 'dies_at': '2026-01-11T12:00:00Z', 'files': ['/a']}",
                "{'format': 1, 'table': 'colours', 'dies_at': '2026-01-11T12:00:00Z', 'files': ['/a']}",
                "{'format': 1, 'table': 'identity_overrides', 'dies_at': '2026-01-11T12:00:00Z', 'files': ['/a']}",
                "{'format': 1, 'table': 'events', 'dies_at': 'soon', 'files': ['/a']}",
                "{'format': 1, 'table': 'events', 'files': ['/a']}",
                "{'format': 1, 'table': 'events', 'dies_at': '2026-01-11T12:00:00Z'}",
                "{'format': 1, 'table': 'events', 'dies_at': '2026-01-11T12:00:00Z', 'files': '/a'}",
            })
    void aListThatIsNotUnderstoodStopsCareAndIsNamed(String text) {
        files.write("quarantine/odd.json", text.replace('\'', '"'));
        assertThatThrownBy(quarantine::list)
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("quarantine/odd.json")
                .hasMessageContaining("Delete the list: its files stay");
    }

    private static Trashed trashed(String name, String of, Instant expiresAt) {
        return new Trashed(TableIdentifier.of("trash", name), of, "u", 1, NOW, expiresAt);
    }

    @Test
    void aTableInTheTrashIsKnownByWhatItSaysElseByItsName() {
        TableIdentifier events = TableIdentifier.of("shop", "events");
        assertThat(trashed("any", "shop.events", LATER).was(events)).isTrue();
        assertThat(trashed("shop__events__17", "shop.other", LATER).was(events))
                .as("what it says counts more than its name")
                .isFalse();
        assertThat(trashed("shop__events__17", null, LATER).was(events)).isTrue();
        assertThat(trashed("shop__events_old__17", null, LATER).was(events)).isFalse();
        assertThat(trashed("shop__eventsx", null, LATER).was(events)).isFalse();
    }

    @Test
    void aTableInTheTrashIsDueAtItsTimeAndNeverWithoutOne() {
        assertThat(trashed("a", "b", LATER).isDue(LATER.minusMillis(1))).isFalse();
        assertThat(trashed("a", "b", LATER).isDue(LATER)).isTrue();
        assertThat(trashed("a", "b", null).isDue(Instant.MAX)).isFalse();
    }
}
