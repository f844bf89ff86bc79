package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.ops.restore.CatchUp;
import io.tidemark.ops.restore.RestoreOutcome;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a restore did, with the times of its steps; what is not known is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreDocument(
        @JsonProperty("hash") String hash,
        @JsonProperty("to") String to,
        @JsonProperty("epoch") int epoch,
        @JsonProperty("done") boolean done,
        @JsonProperty("already") boolean already,
        @JsonProperty("state") @Nullable String state,
        @JsonProperty("steps") List<Step> steps,
        @JsonProperty("holds") @Nullable Boolean holds,
        @JsonProperty("behind") @Nullable Long behind,
        @JsonProperty("catch_up") @Nullable CatchUpDocument catchUp) {

    record Step(
            @JsonProperty("step") String step,
            @JsonProperty("millis") long millis,
            @JsonProperty("detail") String detail) {
        private static Step of(RestoreJournal.Done done) {
            return new Step(done.step().name().toLowerCase(Locale.ROOT), done.millis(), done.detail());
        }
    }

    /** The document of an outcome. */
    public static RestoreDocument of(RestoreOutcome outcome) {
        RestoreJournal journal = outcome.journal();
        AuditReport audit = outcome.audit();
        CatchUp catchUp = outcome.catchUp();
        return new RestoreDocument(
                journal.plan().hash(),
                journal.plan().target().name(),
                journal.plan().nextEpoch(),
                journal.finished(),
                outcome.already(),
                outcome.start() == null ? null : outcome.start().state(),
                journal.done().stream().map(Step::of).toList(),
                audit == null ? null : audit.holds(),
                audit == null ? null : audit.lag(),
                catchUp == null ? null : CatchUpDocument.of(catchUp, true, rate -> rate));
    }
}
