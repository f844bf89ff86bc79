package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.lake.overrides.IdentityOverride;
import io.tidemark.lake.overrides.Subject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A correction. Amplitude ids are texts, for they exceed what JavaScript can count to. */
public record OverrideDocument(
        @JsonProperty("seq") long seq,
        @JsonProperty("kind") String kind,
        @JsonProperty("project_id") @Nullable String projectId,
        @JsonProperty("device_id") @Nullable String deviceId,
        @JsonProperty("user_id") @Nullable String userId,
        @JsonProperty("amplitude_id") String amplitudeId,
        @JsonProperty("to_user_id") @Nullable String toUserId,
        @JsonProperty("to_amplitude_id") @Nullable String toAmplitudeId,
        @JsonProperty("author") String author,
        @JsonProperty("reason") String reason,
        @JsonProperty("made_at") Instant madeAt,
        @JsonProperty("in_force") boolean inForce) {

    /** All corrections. */
    public record Listed(@JsonProperty("overrides") List<OverrideDocument> overrides) {}

    /** A correction that was made now. */
    public record Made(
            @JsonUnwrapped OverrideDocument override,
            @JsonProperty("done") boolean done) {}

    /** The document of a correction. */
    public static OverrideDocument of(IdentityOverride each, boolean inForce) {
        Subject subject = each.subject();
        Subject to = each.to();
        return new OverrideDocument(
                each.seq(),
                each.kind().word(),
                subject.projectId(),
                subject.deviceId(),
                subject.userId(),
                Long.toString(subject.amplitudeId()),
                to == null ? null : to.userId(),
                to == null ? null : Long.toString(to.amplitudeId()),
                each.author(),
                each.reason(),
                each.madeAt(),
                inForce);
    }
}
