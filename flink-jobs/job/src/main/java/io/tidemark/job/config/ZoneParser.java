package io.tidemark.job.config;

import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The only parser of time zones that people write, in the configuration and for a question: those that every engine has. */
public final class ZoneParser {
    /** What it takes, for messages. */
    public static final String EXPECTED = "UTC or the name of a time zone, such as Europe/Berlin or America/New_York";

    // Not what is an offset under another name, such as Etc/GMT+2.
    private static final Pattern REGION = Pattern.compile("(?!Etc/|SystemV/)[A-Z][A-Za-z_]+(?:/[A-Za-z_-]+)+");

    private ZoneParser() {}

    /** The zone of a name; null if there is none. */
    public static @Nullable ZoneId parse(String name) {
        boolean known = name.equals("UTC")
                || (REGION.matcher(name).matches()
                        && ZoneId.getAvailableZoneIds().contains(name));
        return known ? ZoneId.of(name) : null;
    }
}
