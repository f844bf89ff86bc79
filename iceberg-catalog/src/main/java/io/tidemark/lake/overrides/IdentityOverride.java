package io.tidemark.lake.overrides;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A correction, as it is in the table.
 *
 * @param seq its number: the lake's first is 1, and later ones hold against earlier ones
 * @param kind what it does
 * @param subject whom it is about
 * @param to of a {@link OverrideKind#MAP}: the user who that is; else null
 * @param author who says so
 * @param reason why, in the author's words
 * @param madeAt when, by the author's clock
 */
public record IdentityOverride(
        long seq,
        OverrideKind kind,
        Subject subject,
        @Nullable Subject to,
        String author,
        String reason,
        Instant madeAt) {
    /**
     * Checks that it can be understood later.
     *
     * @throws IllegalArgumentException if a map is to nobody or to a device, something else is to somebody, or nobody
     *     or no reason is named
     */
    public IdentityOverride {
        if ((kind == OverrideKind.MAP) != (to != null) || (to != null && to.isDevice())) {
            throw new IllegalArgumentException("A map, and nothing else, is to a user: " + kind);
        }
        if (author.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("A correction has an author and a reason");
        }
    }
}
