package io.tidemark.ops.archive;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that are in one partition of the log: what the archive's list of files says, one line each. By it
 * a reader puts rows whose hours and places differ back into the order of the log.
 *
 * @param file the file's name
 * @param epoch the topic's generation
 * @param partition the Kafka partition
 * @param first the least offset
 * @param last the greatest offset
 * @param rows how many rows
 */
public record Stretch(String file, int epoch, int partition, long first, long last, long rows) {
    /** The list's name in the archive. */
    public static final String LIST = "tidemark/files.jsonl";

    private static final List<String> NUMBERS =
            List.of("ingest_epoch", "kafka_partition", "first_offset", "last_offset", "rows");

    /** A partition of one generation of the log. */
    record Log(int epoch, int partition) {}

    Log log() {
        return new Log(epoch, partition);
    }

    /** As a line. File names need no escapes. */
    public String line() {
        return ("{\"file\":\"%s\",\"ingest_epoch\":%d,\"kafka_partition\":%d,\"first_offset\":%d,\"last_offset\":%d,"
                        + "\"rows\":%d}")
                .formatted(file, epoch, partition, first, last, rows);
    }

    /** What a line says; null where it is none. */
    public static @Nullable Stretch parse(byte[] line) {
        List<JsonMember> members = new JsonMembers().of(line);
        if (members == null) {
            return null;
        }
        Map<String, Long> numbers = new HashMap<>();
        String file = null;
        for (JsonMember member : members) {
            OptionalLong number = member.whole();
            number.ifPresent(value -> numbers.put(member.name(), value));
            file = member.name().equals("file") ? member.string() : file;
        }
        return file == null || !numbers.keySet().containsAll(NUMBERS)
                ? null
                : new Stretch(
                        file,
                        (int) number(numbers, NUMBERS.get(0)),
                        (int) number(numbers, NUMBERS.get(1)),
                        number(numbers, NUMBERS.get(2)),
                        number(numbers, NUMBERS.get(3)),
                        number(numbers, NUMBERS.get(4)));
    }

    private static long number(Map<String, Long> numbers, String name) {
        return Objects.requireNonNull(numbers.get(name));
    }

    /** As a line in UTF-8, with its end. */
    public byte[] bytes() {
        return (line() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
