package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.lake.care.Undrop;
import io.tidemark.lake.care.UndropAll;
import java.util.List;

/** A table to be brought back, or that was. */
public record UndropDocument(
        @JsonProperty("hash") String hash,
        @JsonUnwrapped Undrop.Plan plan,
        @JsonProperty("done") boolean done) {

    /** Every table that is missing. */
    public record All(
            @JsonProperty("hash") String hash,
            @JsonProperty("tables") List<Undrop.Plan> tables,
            @JsonProperty("done") boolean done) {
        /** The document of a plan. */
        public static All of(UndropAll.Plan plan, boolean done) {
            return new All(plan.hash(), plan.tables(), done);
        }
    }

    /** The document of a plan. */
    public static UndropDocument of(Undrop.Plan plan, boolean done) {
        return new UndropDocument(plan.hash(), plan, done);
    }
}
