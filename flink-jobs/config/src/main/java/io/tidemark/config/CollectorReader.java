package io.tidemark.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of {@code collector}. */
final class CollectorReader {
    private static final Pattern LISTEN = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}");
    private static final Pattern FILE = Pattern.compile("/.*");
    private static final String FILE_ALLOWED = "a path from the root (/…)";
    private static final int MOST_PORTS = 65_535;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private CollectorReader() {}

    static CollectorConfig read(Section section) {
        var defaults = CollectorConfig.defaults();
        Section tls = section.section("tls");
        var config = new CollectorConfig(
                listen(section, defaults.listen()),
                file(tls, "certificate"),
                file(tls, "private-key"),
                proxies(section),
                spool(section.section("spool"), defaults.spool()),
                section.flag("accept-invalid", defaults.acceptInvalid()),
                section.integer("flood-factor", defaults.floodFactor(), 0, 1_000),
                section.integer("bad-keys-per-minute", defaults.badKeysPerMinute(), 0, 1_000_000),
                section.duration("config-max-age", defaults.configMaxAge(), SECOND, Duration.ofDays(366)),
                section.size(
                        "request-memory",
                        defaults.requestMemory(),
                        Size.ofMebibytes(64),
                        Size.ofMebibytes(1024 * 1024)),
                section.integer("max-connections", defaults.maxConnections(), 1, 1_000_000),
                section.duration("idle-timeout", defaults.idleTimeout(), SECOND, Duration.ofHours(1)),
                section.duration("request-timeout", defaults.requestTimeout(), SECOND, Duration.ofHours(1)),
                section.duration("stop-delay", defaults.stopDelay(), Duration.ZERO, Duration.ofMinutes(10)));
        if ((config.certificate() == null) != (config.privateKey() == null)) {
            tls.problem(
                    config.certificate() == null ? "private-key" : "certificate",
                    "has no use without the other; give certificate and private-key, or none of them");
        }
        tls.finish();
        section.finish();
        return config;
    }

    private static String listen(Section section, String absent) {
        String listen = section.text("listen", absent, "host:port", LISTEN);
        if (Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1)) > MOST_PORTS) {
            section.problem("listen", "found \"%s\"; allowed: a port from 0 to %d".formatted(listen, MOST_PORTS));
        }
        return listen;
    }

    private static @Nullable String file(Section section, String key) {
        String path = section.text(key, "none", FILE_ALLOWED + " or none", Pattern.compile(FILE + "|none"));
        return path.equals("none") ? null : path;
    }

    private static List<AddressRange> proxies(Section section) {
        String text = section.text("trusted-proxies", "none", AddressRange.EXPECTED, Pattern.compile("(?s).+"));
        List<AddressRange> ranges = AddressRange.parseAll(text);
        if (ranges == null) {
            section.problem("trusted-proxies", "found \"%s\"; allowed: %s".formatted(text, AddressRange.EXPECTED));
            return List.of();
        }
        return ranges;
    }

    private static CollectorConfig.Spool spool(Section section, CollectorConfig.Spool defaults) {
        var spool = new CollectorConfig.Spool(
                section.text("directory", defaults.directory(), FILE_ALLOWED, FILE),
                section.size(
                        "max-size", defaults.maxSize(), Size.ofMebibytes(16), Size.ofMebibytes(1024L * 1024 * 1024)),
                section.size("segment-size", defaults.segmentSize(), Size.ofMebibytes(1), Size.ofMebibytes(1024)));
        section.finish();
        return spool;
    }
}
