package io.tidemark.rules.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of the configuration is about. Its {@link #text} is {@code KIND/PROJECT} or {@code KIND/PROJECT/REST}
 * (an API key's is {@code api_key/SHA256}, a stand-in's {@code stand_in/VERSION}). In the name of a project, and only
 * there, {@code %} is written {@code %25} and {@code /} is written {@code %2F}; the rest, an event type or a device key,
 * is taken as it is. So every key has one text, and every text is one key. Keys are compared byte for byte: no trimming,
 * no folding, no normalisation.
 *
 * <p>Keys are in the order of their texts in UTF-8. The constructors of the records throw
 * {@link IllegalArgumentException} for an empty or too long part; for what a person types there is {@link #parse}.
 */
public sealed interface ConfigKey extends Comparable<ConfigKey> {
    /** The event type of a filter or schema plan that is for every type. */
    String ANY_TYPE = "*";

    /**
     * A project.
     *
     * @param id its name
     */
    record Project(String id) implements ConfigKey {
        /** Checks the name. */
        public Project {
            KeyParts.requireProject(id);
        }

        @Override
        public KeyKind kind() {
            return KeyKind.PROJECT;
        }

        @Override
        public String project() {
            return id;
        }

        @Override
        public String text() {
            return KeyParts.text(kind(), id);
        }
    }

    /**
     * An API key. The key itself is nowhere in the configuration.
     *
     * @param sha256 the {@link #hash} of the key, 64 hexadecimal digits in lower case
     */
    record ApiKey(String sha256) implements ConfigKey {
        /** Checks the hash. */
        public ApiKey {
            KeyParts.requireHash(sha256);
        }

        @Override
        public KeyKind kind() {
            return KeyKind.API_KEY;
        }

        @Override
        public @Nullable String project() {
            return null;
        }

        @Override
        public String text() {
            return KeyKind.API_KEY.word() + "/" + sha256;
        }

        @Override
        public String shown() {
            return text().substring(0, text().length() - sha256.length() + KeyParts.DIGITS_SHOWN);
        }
    }

    /**
     * The limits of every device of a project.
     *
     * @param project the project
     */
    record Limits(String project) implements ConfigKey {
        /** Checks the name. */
        public Limits {
            KeyParts.requireProject(project);
        }

        @Override
        public KeyKind kind() {
            return KeyKind.LIMITS;
        }

        @Override
        public String text() {
            return KeyParts.text(kind(), project);
        }
    }

    /**
     * What of an event type is parked.
     *
     * @param project the project
     * @param eventType the event type, or {@link #ANY_TYPE}
     */
    record Filter(String project, String eventType) implements ConfigKey {
        /** Checks the parts. */
        public Filter {
            KeyParts.requireProject(project);
            KeyParts.requireEventType(eventType);
        }

        @Override
        public KeyKind kind() {
            return KeyKind.FILTER;
        }

        @Override
        public String text() {
            return KeyParts.text(kind(), project) + "/" + eventType;
        }
    }

    /**
     * What properties an event type has.
     *
     * @param project the project
     * @param eventType the event type, or {@link #ANY_TYPE} for every type without a plan of its own
     */
    record SchemaPlan(String project, String eventType) implements ConfigKey {
        /** Checks the parts. */
        public SchemaPlan {
            KeyParts.requireProject(project);
            KeyParts.requireEventType(eventType);
        }

        @Override
        public KeyKind kind() {
            return KeyKind.SCHEMA;
        }

        @Override
        public String text() {
            return KeyParts.text(kind(), project) + "/" + eventType;
        }
    }

    /**
     * The limits of one device.
     *
     * @param project the project
     * @param deviceKey the device key: the {@code device_id}, or the key that is made of a user id
     */
    record DeviceLimits(String project, String deviceKey) implements ConfigKey {
        /** Checks the parts. */
        public DeviceLimits {
            KeyParts.requireProject(project);
            KeyParts.requireDeviceKey(deviceKey);
        }

        @Override
        public KeyKind kind() {
            return KeyKind.THROTTLE;
        }

        @Override
        public String text() {
            return KeyParts.text(kind(), project) + "/" + deviceKey;
        }
    }

    /**
     * Which version decides in place of a version that was wrong. Made and lifted by a restore, and by nothing else.
     *
     * @param version the version that no longer decides, from 1
     */
    record StandIn(long version) implements ConfigKey {
        /** Checks the number. */
        public StandIn {
            KeyParts.requireVersion(version);
        }

        @Override
        public KeyKind kind() {
            return KeyKind.STAND_IN;
        }

        @Override
        public @Nullable String project() {
            return null;
        }

        @Override
        public String text() {
            return KeyKind.STAND_IN.word() + "/" + version;
        }
    }

    /**
     * A stored key that this release does not know. It is kept and has no effect.
     *
     * @param text the key as it is stored
     */
    record Other(String text) implements ConfigKey {
        /** Checks that it is not known. */
        public Other {
            KeyParts.requireUnknown(text);
        }

        @Override
        public @Nullable KeyKind kind() {
            return null;
        }

        @Override
        public @Nullable String project() {
            return null;
        }
    }

    /** The kind; null for a key that this release does not know. */
    @Nullable
    KeyKind kind();

    /** The project that the key names; null where it names none: the value of an API key does, a stand-in has none. */
    @Nullable
    String project();

    /** The key as it is stored. */
    String text();

    /** The key for a message: of an API key the first 8 digits, control characters escaped, cut where it is long. */
    default String shown() {
        return Texts.bare(text());
    }

    @Override
    default int compareTo(ConfigKey other) {
        return Texts.BYTE_ORDER.compare(text(), other.text());
    }

    /** The key of a text that a person typed, or what is wrong with it. */
    static Checked<ConfigKey> parse(String text) {
        return KeyParts.parse(text);
    }

    /**
     * The key of a kind with these parts, which are not escaped.
     *
     * @param first the project; of an API key its hash, of a stand-in the number of its version
     * @param rest the event type or device key; null for kinds that have none
     */
    static Checked<ConfigKey> of(KeyKind kind, String first, @Nullable String rest) {
        boolean ofProject = kind != KeyKind.API_KEY && kind != KeyKind.STAND_IN;
        String text = ofProject ? KeyParts.text(kind, first) : kind.word() + "/" + first;
        return KeyParts.parse(rest == null ? text : text + "/" + rest);
    }

    /** The key of a stored text; {@link Other} where this release does not know it. */
    static ConfigKey stored(String text) {
        ConfigKey known = KeyParts.parse(text).orNull();
        return known == null ? new Other(text) : known;
    }

    /** What an API key is stored as: SHA-256 of its UTF-8, 64 hexadecimal digits in lower case. */
    static String hash(String apiKey) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(apiKey.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
        }
    }
}
