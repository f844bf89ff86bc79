package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The name of a plan: another plan has another one, the same plan made again has the same. */
public final class PlanHash {
    /** How many hexadecimal digits a name has. */
    public static final int DIGITS = 12;

    private static final int BYTES = DIGITS / 2;

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

    /**
     * Returns if a plan is the one that was looked at.
     *
     * @param what what the plan does, as the end of "the plan to"
     * @param now the hash of the plan made now
     * @param given the hash of the plan that was looked at
     * @param why why they may differ
     * @param again how to plan again
     * @throws Refusal if it is another one
     */
    public static void requireSame(String what, String now, String given, String why, String again) {
        if (!now.equals(given)) {
            throw RefusalCode.ANOTHER_PLAN.refuse(
                    what, "is " + now + " now, and the one given was " + given + ": " + why, again);
        }
    }
}
