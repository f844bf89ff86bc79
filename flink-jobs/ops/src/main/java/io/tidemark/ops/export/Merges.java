package io.tidemark.ops.export;

import io.tidemark.lake.io.AtomicFile;
import io.tidemark.lake.overrides.IdentityOverride;
import io.tidemark.lake.overrides.OverridesInForce;
import io.tidemark.lake.overrides.Subject;
import io.tidemark.lake.read.ExternalSort;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * The merges beside the events, one a line in the order of the log: who reads rows by {@code amplitude_id} alone joins
 * them for the people. All that hold at the snapshot, for a later one tells of earlier events too; of a cohort only its
 * own. What people say of identities is in it: merges that a correction has ended are left out, and a map is one more
 * line, without a {@code cause_uuid}.
 */
final class Merges {
    /** The file's name in the archive. */
    static final String NAME = "tidemark/merged_ids.jsonl.gz";

    private final OverridesInForce said;
    private final @Nullable Cohort people;

    /**
     * The merges of some people.
     *
     * @param people of whom; null for everybody
     */
    Merges(OverridesInForce said, @Nullable Cohort people) {
        this.said = said;
        this.people = people;
    }

    /** Writes the file; says how many there are. */
    long write(Table table, @Nullable Long snapshot, ExternalSort<PlacedLine> sort, Path file) throws IOException {
        EventRow row = new EventRow(table.schema());
        if (snapshot != null) {
            TableRows.read(table, snapshot, table.schema(), merge -> {
                row.show(merge);
                long id = Objects.requireNonNull(row.person());
                long survivor = (Long) Objects.requireNonNull(merge.getField(Columns.MERGED_AMPLITUDE_ID));
                if (isTold(id) && !said.keepApart(id, survivor)) {
                    LineFormat.add(sort, new PlacedLine(0, "", row.place(), line(row, said.person(id, survivor))));
                }
            });
        }
        long[] count = {0};
        // The file is named by itself: what compresses does not close it where its last bytes cannot be written.
        try (OutputStream named = Files.newOutputStream(file);
                OutputStream out = new GZIPOutputStream(new BufferedOutputStream(named))) {
            sort.forEach(line -> {
                out.write(line.text());
                out.write('\n');
                count[0]++;
            });
            for (IdentityOverride map : said.maps()) {
                if (isTold(map.subject().amplitudeId())) {
                    out.write(line(map));
                    out.write('\n');
                    count[0]++;
                }
            }
        }
        AtomicFile.force(file);
        return count[0];
    }

    private boolean isTold(long id) {
        return people == null || people.contains(id);
    }

    private static byte[] line(EventRow row, long person) {
        return line(
                row.person(),
                person,
                row.value(Columns.MERGE_EVENT_TIME),
                row.value(Columns.MERGE_SERVER_TIME),
                "\"" + row.value(Columns.CAUSE_UUID) + "\"");
    }

    private static byte[] line(IdentityOverride map) {
        Subject to = Objects.requireNonNull(map.to());
        return line(map.subject().amplitudeId(), to.amplitudeId(), map.madeAt(), map.madeAt(), "null");
    }

    private static byte[] line(
            @Nullable Object id, Object person, @Nullable Object eventTime, @Nullable Object serverTime, String cause) {
        return ("{\"amplitude_id\":%1$s,\"amplitude_id_text\":\"%1$s\",\"merged_amplitude_id\":%2$s,"
                        + "\"merged_amplitude_id_text\":\"%2$s\",\"merge_event_time\":\"%3$s\","
                        + "\"merge_server_time\":\"%4$s\",\"cause_uuid\":%5$s}")
                .formatted(id, person, eventTime, serverTime, cause)
                .getBytes(StandardCharsets.UTF_8);
    }
}
