package io.tidemark.rules.service;

import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Time zones by the names that every engine has: the only parser of those that people write, here and elsewhere. */
public final class Zones {
    /** What it takes, for messages. */
    public static final String EXPECTED = "UTC or the name of a time zone, such as Europe/Berlin or America/New_York";

    // Not what is an offset under another name, such as Etc/GMT+2.
    private static final Pattern REGION = Pattern.compile("(?!Etc/|SystemV/)[A-Z][A-Za-z_]+(?:/[A-Za-z_-]+)+");

    private Zones() {}

    /** The zone of a name; null if there is none. */
    public static @Nullable ZoneId parse(String name) {
        boolean known = name.equals("UTC")
                || (name.length() <= 64
                        && REGION.matcher(name).matches()
                        && ZoneId.getAvailableZoneIds().contains(name));
        return known ? ZoneId.of(name) : null;
    }
}
