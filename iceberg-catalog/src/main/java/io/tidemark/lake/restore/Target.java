package io.tidemark.lake.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.TableMark;
import io.tidemark.lake.table.LakeTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A target to go back to: one checkpoint that every table has committed.
 *
 * @param name the mark's name, or the tag that an earlier restore left
 * @param epoch the epoch of the writer whose checkpoint it is
 * @param checkpointId the checkpoint; 0 where no job has written the tables
 * @param places the version of each table
 * @param offsets where the log goes on, for each generation and partition of which the tables hold a record
 * @param retainedCheckpoint the directory of the job's own checkpoint of it; null if there is none
 */
public record Target(
        @JsonProperty("name") String name,
        @JsonProperty("epoch") int epoch,
        @JsonProperty("checkpointId") long checkpointId,
        @JsonProperty("places") Map<LakeTable, Place> places,
        @JsonProperty("offsets") List<NextOffset> offsets,
        @JsonProperty("retainedCheckpoint") @Nullable String retainedCheckpoint) {
    /** Keeps copies. */
    public Target {
        places = Collections.unmodifiableMap(new TreeMap<>(places));
        offsets = List.copyOf(offsets);
    }

    /**
     * The version of a table.
     *
     * @param uuid the table's own id
     * @param snapshotId its snapshot
     * @param schemaId the schema of that snapshot
     */
    public record Place(
            @JsonProperty("uuid") String uuid,
            @JsonProperty("snapshotId") long snapshotId,
            @JsonProperty("schemaId") int schemaId) {}

    /** The target that a mark is. */
    public static Target of(Mark mark) {
        Map<LakeTable, Place> places = new TreeMap<>();
        LakeTable.pipeline().forEach(table -> places.put(table, place(mark.table(table))));
        return new Target(
                mark.name(),
                mark.commit().epoch(),
                mark.commit().checkpointId(),
                places,
                mark.source().offsets(),
                mark.commit().retainedCheckpoint());
    }

    private static Place place(TableMark marked) {
        return new Place(marked.uuid(), marked.snapshotId(), marked.schemaId());
    }

    /** The version of a table. */
    public Place place(LakeTable table) {
        return Objects.requireNonNull(places.get(table));
    }
}
