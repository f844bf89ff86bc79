package io.tidemark.rules.identity;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The ids of people, derived and never allocated, so that no counter can be lost ({@code identity.md}, "Ids").
 *
 * <p>An {@code identity_key} is the version 5 UUID (RFC 9562) of {@code device:<device key>} or {@code user:<user_id>}
 * in a namespace that is itself the version 5 UUID of the scope: {@code organisation:<name>}, or {@code
 * organisation:<name>/project:<project_id>} where each project has its own people. The scope's own namespace is the
 * version 5 UUID of {@code tidemark.io} in the DNS namespace of the RFC.
 *
 * @param scope how far an id reaches
 * @param organisation the organisation's name; part of every id, so it is chosen once for the life of a lake
 */
public record IdentityKeys(IdentityScope scope, String organisation) implements Serializable {
    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    private static final UUID ROOT = version5(DNS, "tidemark.io");

    /** The key of a device's own, anonymous identity. */
    public UUID ofDevice(String projectId, String deviceKey) {
        return version5(namespace(projectId), "device:" + deviceKey);
    }

    /** The key of a user. */
    public UUID ofUser(String projectId, String userId) {
        return version5(namespace(projectId), "user:" + userId);
    }

    /** The {@code amplitude_id} of a key: its top 63 bits as a positive number. */
    public static long amplitudeId(UUID identityKey) {
        return identityKey.getMostSignificantBits() >>> 1;
    }

    /** The namespace in which the ids of a project's events are derived. */
    public UUID namespace(String projectId) {
        String organisationName = "organisation:" + organisation;
        return switch (scope) {
            case ORGANISATION -> version5(ROOT, organisationName);
            case PROJECT -> version5(ROOT, organisationName + "/project:" + projectId);
        };
    }

    /** The version 5 UUID of a name in a namespace, as RFC 9562 section 5.5 defines it. */
    static UUID version5(UUID namespace, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer input = ByteBuffer.allocate(16 + text.length);
        input.putLong(namespace.getMostSignificantBits());
        input.putLong(namespace.getLeastSignificantBits());
        input.put(text);
        ByteBuffer digest = ByteBuffer.wrap(sha1().digest(input.array()));
        long high = (digest.getLong() & ~0xF000L) | 0x5000L;
        long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot derive identity keys: this Java runtime has no SHA-1", e);
        }
    }
}
