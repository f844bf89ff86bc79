package io.tidemark.collector.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.rules.service.Checked;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which a collector keeps the service configuration, so that it starts without Kafka. Text, one line each: first
 * {@code tidemark-config 1 CONFIRMED_AT CRC32C}, then each version as in its topic ({@link ConfigVersion#json}); the checksum
 * is of these lines. It is replaced as a whole, and is readable by its owner alone. One that is damaged is left where it is, and is the same as none.
 */
public final class VersionFile {
    private static final Logger LOG = LoggerFactory.getLogger(VersionFile.class);
    private static final Pattern HEADER = Pattern.compile("tidemark-config 1 (\\d{1,18}) ([0-9a-f]{8})");

    private final Path path;

    /** A file that may be there or not; its directory is. */
    public VersionFile(Path path) {
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** What it says; null where it is not there, cannot be read, or is damaged. */
    public @Nullable KnownVersions read() {
        List<String> lines;
        try {
            lines = List.of(Files.readString(path, UTF_8).split("\n", -1));
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException e) {
            return notRead(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        Matcher header = HEADER.matcher(lines.get(0));
        if (!header.matches()) {
            return notRead("its first line is not tidemark-config 1, a time and a checksum");
        }
        String text = String.join("\n", lines.subList(1, lines.size()));
        if (!checksum(text.getBytes(UTF_8)).equals(header.group(2))) {
            return notRead("its checksum is that of another text");
        }
        List<ConfigVersion> versions = new ArrayList<>();
        for (String line : text.lines().toList()) {
            ConfigVersion version = ConfigVersion.read(line.getBytes(UTF_8)).orNull();
            if (version == null) {
                return notRead("line " + (versions.size() + 2) + " is no version");
            }
            versions.add(version);
        }
        Checked<ConfigHistory> history = ConfigHistory.of(versions);
        ConfigHistory good = history.orNull();
        if (good == null) {
            return notRead(history.problems().stream().map(Problem::sentence).collect(Collectors.joining("; ")));
        }
        return new KnownVersions(good, Long.parseLong(header.group(1)));
    }

    private @Nullable KnownVersions notRead(String why) {
        LOG.warn("The file of the service configuration is not used; Kafka has it file={} why={}", path, why);
        return null;
    }

    /**
     * Replaces the file in one step: after a crash it is as before or as now.
     *
     * @throws IOException if it cannot be written; then it is as before
     */
    public void write(KnownVersions known) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (ConfigVersion version : known.history().versions()) {
            text.writeBytes(version.json());
            text.write('\n');
        }
        String header = "tidemark-config 1 " + known.confirmedAt() + " " + checksum(text.toByteArray()) + "\n";
        Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        try (FileChannel file = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            writeWhole(file, header.getBytes(UTF_8));
            writeWhole(file, text.toByteArray());
            file.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeWhole(FileChannel file, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            file.write(left);
        }
    }

    private static String checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
