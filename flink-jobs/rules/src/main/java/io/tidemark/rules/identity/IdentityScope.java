package io.tidemark.rules.identity;

/** How far an id reaches: what a device or a user is one and the same within ({@code identity.scope}). */
public enum IdentityScope {
    /** One person across all projects of the organisation, as Amplitude does it: the default. */
    ORGANISATION,
    /** Each project has its own people and its own devices. */
    PROJECT
}
