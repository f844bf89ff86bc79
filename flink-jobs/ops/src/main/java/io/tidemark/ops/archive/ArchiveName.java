package io.tidemark.ops.archive;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The name of a file in an archive, {@code project_yyyy-MM-dd_H#n.json.gz}: a project's rows of one hour, or a part of
 * them.
 *
 * @param project the project, made fit for a name
 * @param hour the hours since the epoch, UTC
 * @param part 0 for the first part
 */
public record ArchiveName(String project, long hour, int part) {
    /** How every file of rows ends. */
    public static final String SUFFIX = ".json.gz";

    /** By hour, then by project, then by part. */
    public static final Comparator<ArchiveName> ORDER = Comparator.comparingLong(ArchiveName::hour)
            .thenComparing(ArchiveName::project)
            .thenComparingInt(ArchiveName::part);

    // Also as it is once it was unpacked, and where a # could not be in a name.
    private static final Pattern FORM =
            Pattern.compile("(?:.*/)?([^/]+)_(\\d{4}-\\d{2}-\\d{2})_(\\d{1,2})[#_](\\d{1,9})\\.json(?:\\.gz)?");

    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._\\-]");
    private static final int LONGEST = 100;
    private static final int SECONDS = 3600;

    /** The name of a part of a project's hour. */
    public static ArchiveName of(String project, long hour, int part) {
        return new ArchiveName(fit(project), hour, part);
    }

    // Two projects never get one name: what is replaced or cut is followed by a checksum of the whole.
    private static String fit(String project) {
        String fit = UNFIT.matcher(project).replaceAll("-");
        if (fit.equals(project) && !fit.isEmpty() && fit.length() <= LONGEST) {
            return fit;
        }
        CRC32 sum = new CRC32();
        sum.update(project.getBytes(StandardCharsets.UTF_8));
        return fit.substring(0, Math.min(fit.length(), LONGEST)) + "~" + Long.toHexString(sum.getValue());
    }

    /** What a name says; nothing for one of another form. */
    public static Optional<ArchiveName> parse(String name) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime begin = LocalDate.parse(matcher.group(2)).atTime(Integer.parseInt(matcher.group(3)), 0);
            long hour = Math.floorDiv(begin.toEpochSecond(ZoneOffset.UTC), SECONDS);
            return Optional.of(new ArchiveName(matcher.group(1), hour, Integer.parseInt(matcher.group(4))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** When the hour begins. */
    public Instant begin() {
        return Instant.ofEpochSecond(hour * SECONDS);
    }

    @Override
    public String toString() {
        LocalDateTime begin = LocalDateTime.ofInstant(begin(), ZoneOffset.UTC);
        return project + "_" + begin.toLocalDate() + "_" + begin.getHour() + "#" + part + SUFFIX;
    }
}
