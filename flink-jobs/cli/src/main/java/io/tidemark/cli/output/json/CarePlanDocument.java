package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.care.CarePlan;
import io.tidemark.lake.table.LakeTable;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What care would do: how many snapshots and files go, by table, and which files become others. */
public record CarePlanDocument(
        @JsonProperty("hash") String hash,
        @JsonProperty("empty") boolean isEmpty,
        @JsonProperty("snapshots") Map<LakeTable, Integer> snapshots,
        @JsonProperty("orphans") Map<LakeTable, Integer> orphans,
        @JsonProperty("compact") Map<LakeTable, Compacted> compact,
        @JsonProperty("quarantine_lists") List<String> quarantineLists) {

    /** How many files become how many, and how large they are together. */
    public record Compacted(
            @JsonProperty("files_in") int filesIn,
            @JsonProperty("files_out") int filesOut,
            @JsonProperty("bytes") long bytes) {
        /** The sums over these. */
        public static Compacted of(Collection<CarePlan.Bin> bins) {
            return new Compacted(
                    bins.stream().mapToInt(bin -> bin.files().size()).sum(),
                    bins.stream().mapToInt(CarePlan.Bin::into).sum(),
                    bins.stream().mapToLong(CarePlan.Bin::bytes).sum());
        }
    }

    /** The document of a plan. */
    public static CarePlanDocument of(CarePlan plan) {
        return new CarePlanDocument(
                plan.hash(),
                plan.isEmpty(),
                each(plan.expire(), List::size),
                each(plan.orphans(), List::size),
                each(plan.compact(), Compacted::of),
                plan.deletions());
    }

    private static <T, U> Map<LakeTable, U> each(Map<LakeTable, T> tables, Function<T, U> value) {
        Map<LakeTable, U> values = new EnumMap<>(LakeTable.class);
        tables.forEach((table, each) -> values.put(table, value.apply(each)));
        return values;
    }
}
