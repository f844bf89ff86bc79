package io.tidemark.config;

import java.io.Serializable;

/**
 * The scope in which an id means one person ({@code identity} in the file). Ids are derived from these values: changing
 * one gives everybody a new id.
 *
 * @param scope within what a device or a user is one and the same
 * @param organisation the organisation's name, part of every derived id
 * @param minIdLength the fewest characters that a user id or device id may have, unless an event says otherwise
 */
public record IdentityConfig(Scope scope, String organisation, int minIdLength) implements Serializable {

    /** Within what a device or a user is one and the same. */
    public enum Scope {
        /** One person across all projects of the organisation. */
        ORGANISATION,
        /** Each project has people of its own. */
        PROJECT
    }

    /** One person across the projects of the organisation {@code default}; ids of 5 characters or more. */
    public static IdentityConfig defaults() {
        return new IdentityConfig(Scope.ORGANISATION, "default", 5);
    }
}
