package io.tidemark.lake.audit;

import java.util.Locale;

/** Something that does not hold, named with its place in the log, its device or its table. */
public sealed interface Finding permits LogFinding, IdentityFinding {
    /** What is wrong, as a sentence for a person. */
    String sentence();

    /** The kind of finding in words joined by dashes, for example {@code tail-missing}; stable, for machines. */
    default String kind() {
        return getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
