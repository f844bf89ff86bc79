package io.tidemark.rules.service;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of a key's text: what each may be, and how they are taken apart. */
final class KeyParts {
    /** How many digits of an API key's hash messages show. */
    static final int DIGITS_SHOWN = 8;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,17}");
    private static final String FORMS = "project/PROJECT, api_key/SHA256, limits/PROJECT, filter/PROJECT/EVENT-TYPE,"
            + " schema/PROJECT/EVENT-TYPE, throttle/PROJECT/DEVICE-KEY, stand_in/VERSION";
    private static final String HASH_ALLOWED =
            "the SHA-256 of the API key as 64 hexadecimal digits in lower case, not the API key itself";
    private static final String VERSION_ALLOWED =
            "the number of a version, from 1, in decimal digits and without leading zeros";
    private static final String ESCAPES = "in the name of a project / is written %2F and % is written %25";

    private KeyParts() {}

    static void requireProject(String project) {
        require(fault("the name of the project", project, Bounds.PROJECT));
    }

    static void requireEventType(String eventType) {
        require(fault("the event type", eventType, Bounds.EVENT_TYPE));
    }

    static void requireDeviceKey(String deviceKey) {
        require(fault("the device key", deviceKey, Bounds.DEVICE_KEY));
    }

    static void requireHash(String sha256) {
        require(HASH.matcher(sha256).matches() ? null : "the hash is not " + HASH_ALLOWED);
    }

    static void requireVersion(long version) {
        boolean is = VERSION.matcher(Long.toString(version)).matches();
        require(is ? null : "the version is not " + VERSION_ALLOWED);
    }

    static void requireUnknown(String text) {
        require(parse(text).isGood() ? Texts.shown(text) + " is a key that is known" : null);
    }

    private static void require(@Nullable String fault) {
        if (fault != null) {
            throw new IllegalArgumentException("No key of the configuration: " + fault);
        }
    }

    private static @Nullable String fault(String part, String text, int longest) {
        if (text.isEmpty()) {
            return part + " is empty";
        }
        int length = Texts.length(text);
        if (length > longest) {
            return part + " has " + length + " characters; allowed: at most " + longest;
        }
        return Texts.isWhole(text) ? null : part + " holds half a surrogate pair, which is no character";
    }

    /** The kind's word and the project, escaped. */
    static String text(KeyKind kind, String project) {
        return kind.word() + "/" + project.replace("%", "%25").replace("/", "%2F");
    }

    static Checked<ConfigKey> parse(String text) {
        int slash = text.indexOf('/');
        String word = slash < 0 ? text : text.substring(0, slash);
        KeyKind kind = null;
        for (KeyKind each : KeyKind.values()) {
            kind = each.word().equals(word) ? each : kind;
        }
        if (kind == null || slash < 0) {
            return bad(text, "this is no key of the configuration; allowed: " + FORMS);
        }
        String parts = text.substring(slash + 1);
        return switch (kind) {
            case API_KEY ->
                HASH.matcher(parts).matches()
                        ? new Checked.Good<>(new ConfigKey.ApiKey(parts))
                        : Checked.bad(
                                kind.word() + "/"
                                        + Texts.bare(parts.substring(0, Math.min(parts.length(), DIGITS_SHOWN))) + "…",
                                "the rest of the key is not the hash of an API key; allowed: " + HASH_ALLOWED);
            case STAND_IN ->
                VERSION.matcher(parts).matches()
                        ? new Checked.Good<>(new ConfigKey.StandIn(Long.parseLong(parts)))
                        : bad(text, "the rest of the key is not the number of a version; allowed: " + VERSION_ALLOWED);
            case PROJECT, LIMITS -> ofProject(text, kind, parts);
            case FILTER, SCHEMA, THROTTLE -> ofTwo(text, kind, parts);
        };
    }

    private static Checked<ConfigKey> ofProject(String text, KeyKind kind, String encoded) {
        String project = decoded(encoded);
        if (project == null) {
            return bad(text, ESCAPES);
        }
        String fault = fault("the name of the project", project, Bounds.PROJECT);
        if (fault != null) {
            return bad(text, fault);
        }
        return new Checked.Good<>(
                kind == KeyKind.PROJECT ? new ConfigKey.Project(project) : new ConfigKey.Limits(project));
    }

    private static Checked<ConfigKey> ofTwo(String text, KeyKind kind, String parts) {
        boolean ofDevice = kind == KeyKind.THROTTLE;
        String part = ofDevice ? "the device key" : "the event type";
        int slash = parts.indexOf('/');
        if (slash < 0) {
            return bad(text, part + " is missing; allowed: " + FORMS);
        }
        String project = decoded(parts.substring(0, slash));
        if (project == null) {
            return bad(text, ESCAPES);
        }
        String rest = parts.substring(slash + 1);
        String fault = fault("the name of the project", project, Bounds.PROJECT);
        fault = fault != null ? fault : fault(part, rest, ofDevice ? Bounds.DEVICE_KEY : Bounds.EVENT_TYPE);
        if (fault != null) {
            return bad(text, fault);
        }
        return new Checked.Good<>(
                switch (kind) {
                    case FILTER -> new ConfigKey.Filter(project, rest);
                    case SCHEMA -> new ConfigKey.SchemaPlan(project, rest);
                    default -> new ConfigKey.DeviceLimits(project, rest);
                });
    }

    /** Without escapes; null where something is not escaped as it must be. */
    private static @Nullable String decoded(String encoded) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char unit = encoded.charAt(i);
            if (unit != '%') {
                text.append(unit);
                continue;
            }
            boolean slash = encoded.startsWith("2F", i + 1);
            if (!slash && !encoded.startsWith("25", i + 1)) {
                return null;
            }
            text.append(slash ? '/' : '%');
            i += 2;
        }
        return encoded.indexOf('/') < 0 ? text.toString() : null;
    }

    private static Checked<ConfigKey> bad(String text, String what) {
        return Checked.bad(Texts.shown(text), what);
    }
}
