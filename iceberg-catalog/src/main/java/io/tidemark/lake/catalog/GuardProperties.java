package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.BreakGlass;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is told about the guard, among the catalog's properties: {@code guard.environment} (it must be said),
 * {@code guard.base.type} or {@code guard.base.catalog-impl} (which catalog is guarded), {@code guard.base.name} (its own
 * name, where the engine calls it by another: with JDBC it is part of a table's key), {@code guard.floor} and
 * {@code guard.trash-for} (as {@code 48h} or {@code 7d}), {@code guard.trash-namespace}, and for an override
 * {@code guard.break-glass.by}, {@code .reason} and {@code .until} (an ISO instant).
 *
 * @param caller who opens the catalog
 * @param limits how long things are kept
 * @param base the properties of the catalog that is guarded
 */
record GuardProperties(Caller caller, Limits limits, Map<String, String> base) {
    private static final String PREFIX = "guard.";
    private static final Pattern SPAN = Pattern.compile("(\\d+) ?(s|m|h|d)");

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with what is wrong and what would be right
     */
    static GuardProperties parse(Map<String, String> properties) {
        String environment = properties.get(PREFIX + "environment");
        if (environment == null || environment.isBlank()) {
            throw new IllegalArgumentException(
                    "The guarded catalog needs the property guard.environment: the name of the"
                            + " environment that the caller is configured for, for example development");
        }
        Caller caller = Caller.of(environment);
        BreakGlass permission = permission(properties);
        return new GuardProperties(
                permission == null ? caller : caller.with(permission), limits(properties), base(properties));
    }

    /** What the guarded catalog is called, given what the engine calls this one. */
    static String baseName(String name, Map<String, String> properties) {
        return properties.getOrDefault(PREFIX + "base.name", name);
    }

    /** How long things are kept, as far as the properties say it. */
    static Limits limits(Map<String, String> properties) {
        Limits defaults = Limits.defaults();
        return new Limits(
                span(properties, "floor", defaults.floor()),
                span(properties, "trash-for", defaults.trashFor()),
                properties.getOrDefault(PREFIX + "trash-namespace", defaults.trash()));
    }

    private static Map<String, String> base(Map<String, String> properties) {
        Map<String, String> base = new HashMap<>();
        properties.forEach((key, value) -> {
            if (!key.startsWith(PREFIX)) {
                base.put(key, value);
            }
        });
        // What was said of this catalog is not meant for the one below.
        base.remove(CatalogUtil.ICEBERG_CATALOG_TYPE);
        base.remove(CatalogProperties.CATALOG_IMPL);
        String type = properties.get(PREFIX + "base.type");
        String implementation = properties.get(PREFIX + "base.catalog-impl");
        if ((type == null) == (implementation == null)) {
            throw new IllegalArgumentException("The guarded catalog needs one of the properties guard.base.type (jdbc,"
                    + " rest, hive, hadoop) and guard.base.catalog-impl (a class): the catalog that it guards");
        }
        if (type != null) {
            base.put(CatalogUtil.ICEBERG_CATALOG_TYPE, type.toLowerCase(Locale.ROOT));
            if (type.equalsIgnoreCase(CatalogUtil.ICEBERG_CATALOG_TYPE_JDBC)) {
                // The first version of Iceberg's schema knows no views.
                base.putIfAbsent("jdbc.schema-version", "V1");
            }
        }
        if (implementation != null) {
            base.put(CatalogProperties.CATALOG_IMPL, implementation);
        }
        return Map.copyOf(base);
    }

    private static @Nullable BreakGlass permission(Map<String, String> properties) {
        String by = properties.get(PREFIX + "break-glass.by");
        String reason = properties.get(PREFIX + "break-glass.reason");
        String until = properties.get(PREFIX + "break-glass.until");
        if (by == null && reason == null && until == null) {
            return null;
        }
        if (by == null || reason == null || until == null) {
            throw new IllegalArgumentException("Break-glass needs all three of guard.break-glass.by,"
                    + " guard.break-glass.reason and guard.break-glass.until");
        }
        try {
            return new BreakGlass(by, reason, Instant.parse(until));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "guard.break-glass.until is '" + until + "'; it takes an instant such as 2026-01-04T09:30:00Z", e);
        }
    }

    private static Duration span(Map<String, String> properties, String name, Duration otherwise) {
        String text = properties.get(PREFIX + name);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    PREFIX + name + " is '" + text + "'; it takes a span of time such as 90m, 48h or 7d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
