package io.tidemark.job.export;

import io.tidemark.lake.catalog.TableRows;
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
 * The merges beside the events, one a line in the order of the log: who reads rows by {@code amplitude_id} alone joins them
 * for the people. All merges of the moment, for a later one tells of earlier events too; of a cohort only its own.
 */
final class Merges {
    /** The file's name in the archive. */
    static final String NAME = "tidemark/merged_ids.jsonl.gz";

    private Merges() {}

    /** Writes the file; says how many merges there are. */
    static long write(Table table, @Nullable Long snapshot, @Nullable Cohort people, LineSort sort, Path file)
            throws IOException {
        EventRow row = new EventRow(table.schema());
        if (snapshot != null) {
            TableRows.read(table, snapshot, table.schema(), merge -> {
                row.show(merge);
                if (people == null || people.contains(Objects.requireNonNull(row.person()))) {
                    sort.addOrFail(new PlacedLine(0, "", row.place(), line(row)));
                }
            });
        }
        long[] count = {0};
        try (OutputStream out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            sort.forEach(line -> {
                out.write(line.text());
                out.write('\n');
                count[0]++;
            });
        }
        Unfinished.force(file);
        return count[0];
    }

    private static byte[] line(EventRow row) {
        return ("{\"amplitude_id\":%1$s,\"amplitude_id_text\":\"%1$s\",\"merged_amplitude_id\":%2$s,"
                        + "\"merged_amplitude_id_text\":\"%2$s\",\"merge_event_time\":\"%3$s\","
                        + "\"merge_server_time\":\"%4$s\",\"cause_uuid\":\"%5$s\"}")
                .formatted(
                        row.person(),
                        row.value(Columns.MERGED_AMPLITUDE_ID),
                        row.value(Columns.MERGE_EVENT_TIME),
                        row.value(Columns.MERGE_SERVER_TIME),
                        row.value(Columns.CAUSE_UUID))
                .getBytes(StandardCharsets.UTF_8);
    }
}
