package io.tidemark.lake.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The name of a plan: another plan has another one, the same plan made again has the same. */
public final class PlanHash {
    private static final int BYTES = 6;

    private PlanHash() {}

    /**
     * The name of what would be done: twelve hexadecimal digits.
     *
     * @param steps everything in which one plan can differ from another
     */
    public static String of(List<String> steps) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", steps).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
