package io.tidemark.ops.configure;

import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.rules.service.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a version would change, before it is made.
 *
 * @param number the number that it would have
 * @param request the requested version
 * @param changes each key that it changes, with what it was
 * @param effectiveFrom from when on it would count for records that name no version
 * @param parked which share of the last day's events it would have parked; null where it parks no more than
 *     before, or there are none
 */
public record ConfigPlan(
        long number,
        ConfigRequest request,
        List<Difference> changes,
        Instant effectiveFrom,
        @Nullable ParkedShare parked) {
    /** Keeps a copy. */
    public ConfigPlan {
        changes = List.copyOf(changes);
    }

    /**
     * The plan's name: another change, or one behind another version, has another. A time that nobody chose is no part of
     * it: it goes on with the clock; nor is what it would have parked, which goes on with the events.
     */
    public String hash() {
        return PlanHash.of(List.of(
                Long.toString(number),
                request.change().says(),
                request.author(),
                request.reason(),
                Objects.toString(request.from())));
    }
}
