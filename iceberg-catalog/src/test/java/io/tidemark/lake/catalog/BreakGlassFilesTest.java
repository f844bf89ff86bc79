package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lake.guard.BreakGlass;
import io.tidemark.lake.guard.Change;
import io.tidemark.lake.guard.Change.DropTable;
import io.tidemark.lake.guard.Change.DropView;
import io.tidemark.lake.guard.Decision.Refused;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.guard.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who overrides the guard leaves a record beside what was changed, readable by any reader of JSON. */
class BreakGlassFilesTest {
    private static final Instant NOW = Instant.parse("2026-01-04T12:00:00Z");
    private static final Refused REFUSED = Refused.of(RefusalCode.PROTECTED, "drop it", "Leave it");

    @TempDir
    Path directory;

    private static Target at(@Nullable String location) {
        return new Target("shop.events", location, false, Map.of());
    }

    private static void record(@Nullable String warehouse, BreakGlass permission, Change change, Instant at) {
        new BreakGlassFiles(warehouse, new Configuration()).record(permission, change, REFUSED, at);
    }

    private static BreakGlass because(String reason) {
        return new BreakGlass("ann", reason, NOW.plusSeconds(60));
    }

    private static List<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("break-glass"))) {
            return new ArrayList<>(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList());
        }
    }

    private static JsonNode only(Path root) throws IOException {
        List<String> names = names(root);
        assertThat(names).hasSize(1);
        return new ObjectMapper()
                .readTree(root.resolve("break-glass").resolve(names.get(0)).toFile());
    }

    @Test
    void theRecordTellsWhoDidWhatWhenAndWhy() throws IOException {
        record(null, because("to see"), new DropTable(at(directory + "/events"), true), NOW);
        JsonNode json = only(directory);
        Map.of(
                        "at", "2026-01-04T12:00:00Z",
                        "by", "ann",
                        "reason", "to see",
                        "until", "2026-01-04T12:01:00Z",
                        "change", "drop and purge the table shop.events",
                        "refusal", "protected",
                        "sentence", "This would drop it, which is protected.")
                .forEach((key, value) ->
                        assertThat(json.path(key).asText()).as(key).isEqualTo(value));
        assertThat(json.size()).isEqualTo(7);
    }

    @Test
    void aReasonOfAnySignsReadsBack() throws IOException {
        String reason = "\"so\" \\ said\nthe\tboss \u0001 é 漢 \ud83d\ude00";
        record(null, because(reason), new DropTable(at(directory + "/events"), false), NOW);
        assertThat(only(directory).path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void everyUseIsARecordOfItsOwn() throws IOException {
        Target target = at(directory + "/events");
        record(null, because("one"), new DropTable(target, true), NOW);
        record(null, because("two"), new DropView(target), NOW);
        record(null, because("three"), new DropTable(target, true), NOW.plusMillis(1));
        assertThat(names(directory))
                .containsExactly(
                        "2026-01-04T120000.001Z-DropTable.json",
                        "2026-01-04T120000Z-DropTable.json",
                        "2026-01-04T120000Z-DropView.json");
    }

    @Test
    void whatHasNoFilesIsRecordedInTheWarehouse() throws IOException {
        record(directory.toString(), because("to see"), new DropView(at(null)), NOW);
        assertThat(names(directory)).hasSize(1);
        Path other = Files.createDirectories(directory.resolve("other"));
        record(other.toString(), because("to see"), new DropView(at("events")), NOW);
        assertThat(names(other))
                .as("a name without a directory is no place either")
                .hasSize(1);
    }

    @Test
    void aRecordIsBesideTheTableEvenWhereTheWarehouseIsElsewhere() throws IOException {
        Path far = Files.createDirectories(directory.resolve("far"));
        record(directory.toString(), because("to see"), new DropTable(at(far + "/events"), true), NOW);
        assertThat(names(far)).hasSize(1);
        assertThat(directory.resolve("break-glass")).doesNotExist();
    }

    @Test
    void withoutAPlaceForTheRecordNothingIsOverridden() {
        assertThatThrownBy(() -> record(null, because("to see"), new DropView(at(null)), NOW))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("drop the view shop.events")
                .hasMessageContaining("Give the catalog its warehouse.");
    }
}
