package io.tidemark.lake.overrides;

import io.tidemark.lake.catalog.PlanHash;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a correction would do, before it is made.
 *
 * @param seq the number that it would have
 * @param request the requested correction
 * @param effect what it means, in a sentence
 * @param merges how many merges it would end, or bring back
 * @param events how many of the events that are there now would belong to somebody else
 */
public record OverridePlan(long seq, Request request, String effect, long merges, long events) {

    /**
     * A requested correction.
     *
     * @param kind what it does
     * @param subject whom it is about
     * @param to of a map: the user who that is; else null
     * @param author who says so
     * @param reason why
     */
    public record Request(
            OverrideKind kind, Subject subject, @Nullable Subject to, String author, String reason) {}

    /**
     * The plan's name: another correction, or one after another, has another. Events that come meanwhile change
     * nothing.
     */
    public String hash() {
        return PlanHash.of(List.of(
                Long.toString(seq),
                request.kind().word(),
                request.subject().toString(),
                Objects.toString(request.to()),
                request.author(),
                request.reason()));
    }
}
