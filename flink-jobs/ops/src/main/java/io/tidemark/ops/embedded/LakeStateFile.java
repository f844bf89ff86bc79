package io.tidemark.ops.embedded;

import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.io.AtomicFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The file that holds a {@link LakeState}: a few lines of {@code key=value}, replaced as a whole or not at all. */
final class LakeStateFile {
    static final String NAME = "lake.properties";
    static final String BEING_WRITTEN = NAME + ".new";

    private static final String FORMAT = "1";

    private LakeStateFile() {}

    /** Writes the state beside the file, brings it to the disk, and renames it over the file. */
    static void write(Path directory, LakeState state) throws IOException {
        AtomicFile.write(directory.resolve(NAME), directory.resolve(BEING_WRITTEN), text(state));
    }

    /** Reads the state; a file that is not whole, or of a later version, is named and left alone. */
    static LakeState read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(file)));
            String format = required(lines, "format");
            if (!format.equals(FORMAT)) {
                throw RefusalCode.LAKE_OF_ANOTHER_VERSION.refuse(directory, format, FORMAT);
            }
            return new LakeState(
                    required(lines, "topic"),
                    Integer.parseInt(required(lines, "partitions")),
                    Integer.parseInt(required(lines, "epoch")),
                    required(lines, "done").equals("true"),
                    offsets(required(lines, "end-offsets")));
        } catch (IllegalArgumentException e) {
            throw new EmbeddedFailure(
                    "Cannot read the lake's state in " + file + ": " + EmbeddedFailure.reason(e)
                            + ". Bring the file back from a copy; the tables are not touched.",
                    e);
        }
    }

    private static String text(LakeState state) {
        String ends = state.endOffsets().entrySet().stream()
                .map(end -> end.getKey() + ":" + end.getValue())
                .collect(Collectors.joining(","));
        return """
                # This directory is a Tidemark lake. Written by Tidemark at every run: do not edit.
                format=%s
                topic=%s
                partitions=%d
                epoch=%d
                done=%s
                end-offsets=%s
                """.formatted(FORMAT, state.topic(), state.partitions(), state.epoch(), state.done(), ends);
    }

    private static SortedMap<Integer, Long> offsets(String text) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        for (String entry : text.isEmpty() ? new String[0] : text.split(",")) {
            int colon = entry.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("end-offsets: '" + entry + "' is not partition:offset");
            }
            offsets.put(Integer.parseInt(entry.substring(0, colon)), Long.parseLong(entry.substring(colon + 1)));
        }
        return offsets;
    }

    private static String required(Properties lines, String key) {
        String value = lines.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value.strip();
    }
}
