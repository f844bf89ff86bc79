package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.rebuild.RebuildPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rebuild computed; what is not known is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RebuildDocument(
        @JsonProperty("hash") String hash,
        @JsonProperty("published") boolean published,
        @JsonProperty("changes_anything") boolean changesAnything,
        @JsonProperty("events_snapshot") long snapshot,
        @JsonProperty("events") long events,
        @JsonProperty("seconds") @Nullable Double seconds,
        @JsonProperty("events_per_second") @Nullable Long rate,
        @JsonProperty("tables") Map<LakeTable, Table> tables) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Table(
            @JsonProperty("gone") boolean gone,
            @JsonProperty("rows_before") long rowsBefore,
            @JsonProperty("hash_before") String hashBefore,
            @JsonProperty("rows_after") long rowsAfter,
            @JsonProperty("hash_after") String hashAfter,
            @JsonProperty("mark") @Nullable Marked mark,
            @JsonProperty("only_before") long onlyBefore,
            @JsonProperty("only_after") long onlyAfter,
            @JsonProperty("differing_keys") long keys,
            @JsonProperty("examples") List<String> examples) {
        private static Table of(RebuildPlan.Change table) {
            return new Table(
                    table.gone(),
                    table.before().rows(),
                    table.before().hash(),
                    table.after().rows(),
                    table.after().hash(),
                    table.marked() == null ? null : Marked.of(table.marked()),
                    table.difference().onlyFirst(),
                    table.difference().onlySecond(),
                    table.difference().keys(),
                    table.difference().examples());
        }
    }

    record Marked(
            @JsonProperty("same") boolean same,
            @JsonProperty("rows") long rows,
            @JsonProperty("ids") long ids,
            @JsonProperty("hash") String hash,
            @JsonProperty("ids_after") long idsAfter) {
        private static Marked of(RebuildPlan.Marked marked) {
            return new Marked(
                    marked.same(),
                    marked.counted().rows().rows(),
                    marked.counted().ids(),
                    marked.counted().rows().hash(),
                    marked.computed().ids());
        }
    }

    /** The document of a plan; it took null where it was computed before. */
    public static RebuildDocument of(RebuildPlan plan, @Nullable Duration took, boolean published) {
        Map<LakeTable, Table> tables = new LinkedHashMap<>();
        plan.changes().forEach(change -> tables.put(change.table(), Table.of(change)));
        return new RebuildDocument(
                plan.hash(),
                published,
                plan.changesAnything(),
                plan.snapshot(),
                plan.events(),
                took == null ? null : took.toMillis() / 1e3,
                took == null ? null : plan.eventsPerSecond(took),
                tables);
    }
}
