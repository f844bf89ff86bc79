package io.tidemark.rules.model;

import io.tidemark.rules.model.RandomHistory.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The logs of {@link RandomHistory} with the pipeline's own fields in them: records that name the version of the
 * configuration, some that were let back in, with the time of their first receipt and in the middle of a burst too, and
 * some with values that these fields cannot have.
 */
public final class ReleasedHistory {
    private static final long WEEK = 7 * 86_400_000L;

    private ReleasedHistory() {}

    /** The records of one history, each with its timestamp. */
    public static List<Sent> sent(long seed, int records) {
        SplittableRandom random = new SplittableRandom(~seed);
        List<Sent> log = new ArrayList<>(records);
        List<Sent> plain = RandomHistory.sent(seed, records);
        for (int i = 0; i < records; i++) {
            // A record that comes again has the times and the insert_id of its first sending; it is not so old that its
            // insert_id may be forgotten.
            int earlier = i > 0 ? random.nextInt(Math.max(0, i - 60), i) : 0;
            boolean again = random.nextInt(12) == 0
                    && i > 0
                    && plain.get(i).timestamp() - plain.get(earlier).timestamp() < WEEK;
            byte[] value = plain.get(again ? earlier : i).value();
            String own = again ? place(random, i) : random.nextInt(30) == 0 ? place(random, i + 1) : "";
            log.add(new Sent(with(value, own + version(random)), plain.get(i).timestamp()));
        }
        return log;
    }

    private static String place(SplittableRandom random, int before) {
        return switch (random.nextInt(40)) {
            case 0 -> "\"released_from\":null,";
            case 1 -> "\"released_from\":{\"epoch\":1,\"partition\":0},";
            case 2 -> "\"released_from\":{\"epoch\":1,\"partition\":0,\"offset\":-1},";
            case 3 -> "\"released_from\":\"1/0/3\",";
            default ->
                "\"released" + (random.nextInt(8) == 0 ? "\\u005f" : "_") + "from\":{\"epoch\":1,\"partition\":"
                        + random.nextInt(3) + ",\"offset\":" + random.nextInt(before) + "},";
        };
    }

    private static String version(SplittableRandom random) {
        return switch (random.nextInt(60)) {
            case 0 -> "\"config_version\":0,";
            case 1 -> "\"config_version\":\"7\",";
            case 2 -> "\"config_version\":null,";
            case 3, 4 -> "\"config\\u005fversion\":1,";
            default -> random.nextBoolean() ? "" : "\"config_version\":" + (1 + random.nextInt(3)) + ",";
        };
    }

    private static byte[] with(byte[] value, String members) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        return text.startsWith("{\"")
                ? ("{" + members + text.substring(1)).getBytes(StandardCharsets.ISO_8859_1)
                : value;
    }
}
