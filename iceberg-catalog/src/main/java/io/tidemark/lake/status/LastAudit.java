package io.tidemark.lake.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the last audit of a lake found, in the file {@code checks/last-audit.json} beside its tables.
 *
 * @param at when it was, as an ISO instant
 * @param holds whether everything that was checked held
 * @param records how many records of the log it looked at
 * @param findings how many findings of each kind
 */
public record LastAudit(
        @JsonProperty("at") String at,
        @JsonProperty("holds") boolean holds,
        @JsonProperty("records") long records,
        @JsonProperty("findings") Map<String, Long> findings) {
    private static final String FILE = "checks/last-audit.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keeps a sorted copy. */
    public LastAudit {
        findings = Collections.unmodifiableMap(new TreeMap<>(findings));
    }

    /** What a report says, in short. */
    public static LastAudit of(AuditReport report, Instant now) {
        return new LastAudit(
                now.toString(),
                report.holds(),
                report.counts().records(),
                report.findings().counts());
    }

    /**
     * Writes it down, in the place of the one before.
     *
     * @throws LakeFailure if it cannot be written
     */
    public void write(Lake lake) {
        try {
            lake.files().write(FILE, JSON.writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw LakeFailure.of("Could not write the file " + FILE, e);
        }
    }

    /** The last audit of a lake; none where nobody wrote one down, or where what is there is none. */
    public static Optional<LastAudit> read(Lake lake) {
        return lake.files().read(FILE).flatMap(text -> {
            try {
                return Optional.of(JSON.readValue(text, LastAudit.class));
            } catch (JsonProcessingException notOurs) {
                // It is a note for people: without it they audit again.
                return Optional.empty();
            }
        });
    }

    /** When it was. */
    public Instant instant() {
        return Instant.parse(at);
    }
}
