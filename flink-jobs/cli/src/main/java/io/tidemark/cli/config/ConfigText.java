package io.tidemark.cli.config;

import io.tidemark.ops.configure.ConfigPlan;
import io.tidemark.ops.configure.ParkedShare;
import io.tidemark.ops.configure.ServiceConfigs;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.Difference;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The service configuration for a person. */
final class ConfigText {
    private ConfigText() {}

    static void print(ConfigPlan plan, PrintWriter out) {
        out.println("Version " + plan.number() + " would change");
        plan.changes().forEach(change -> out.println("  " + text(change)));
        out.println("for records that name no version from " + plan.effectiveFrom() + " on.");
        if (plan.parked() != null) {
            print(plan.parked(), out);
        }
        out.println("Nothing is done yet. To do it: tidemark config ... --execute " + plan.hash());
    }

    private static void print(ParkedShare share, PrintWriter out) {
        String day = share.sample() ? "a sample of the events of the last day" : "events of the last day";
        if (share.events() == 0) {
            out.println("There are no events of the last day, to " + share.to() + ", to try it on.");
        } else if (share.isAll()) {
            out.println(String.format(
                    Locale.ROOT,
                    "It would have parked EVERYTHING: all %,d of %,d %s, to %s. Nothing of these projects would be accepted.",
                    share.parked(),
                    share.events(),
                    day,
                    share.to()));
        } else {
            out.println(String.format(
                    Locale.ROOT,
                    "It would have parked %,d of %,d %s, to %s (%.1f %%).",
                    share.parked(),
                    share.events(),
                    day,
                    share.to(),
                    100.0 * share.parked() / share.events()));
        }
    }

    static void print(ServiceConfigs.Made made, PrintWriter out) {
        ConfigVersion version = made.version();
        out.println("Version " + version.number() + " is made and published; it counts from "
                + Instant.ofEpochMilli(version.effectiveFrom()) + " on for records that name no version.");
        if (made.apiKey() != null) {
            out.println("The API key, which is shown this once: " + made.apiKey());
        }
    }

    static void print(ConfigHistory history, Instant now, PrintWriter out) {
        if (history.newest() == 0) {
            out.println(
                    "Nothing is configured: the configuration file and the defaults count. See: tidemark config --help");
            return;
        }
        long inForce = history.inForce(now.toEpochMilli());
        for (ConfigVersion version : history.versions()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%4d  %s  %s: %s%s",
                    version.number(),
                    minutes(version.madeAt()),
                    version.author(),
                    version.reason(),
                    version.number() == inForce
                            ? "  <- in force"
                            : version.number() > inForce
                                    ? "  from " + Instant.ofEpochMilli(version.effectiveFrom())
                                    : ""));
            history.difference(version.number() - 1, version.number())
                    .forEach(change -> out.println("        " + text(change)));
        }
    }

    static void print(List<Difference> differences, PrintWriter out) {
        if (differences.isEmpty()) {
            out.println("They do not differ.");
        }
        differences.forEach(difference -> out.println(text(difference)));
    }

    private static String minutes(long millis) {
        return Instant.ofEpochMilli(millis).toString().substring(0, 16).replace('T', ' ');
    }

    private static String text(Difference change) {
        return change.key().shown() + ": " + value(change.before()) + " -> " + value(change.after());
    }

    private static String value(@Nullable ConfigValue value) {
        return value == null ? "nothing" : value.json();
    }
}
