package io.tidemark.job.ingest;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.EventUuid;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.DeviceIdentity.Change;
import io.tidemark.rules.intake.EventTimes;
import io.tidemark.rules.intake.Intake;
import io.tidemark.rules.intake.Limit;
import java.util.Objects;
import java.util.UUID;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the five tables that are not {@code events}, column by column in the order of their schemas; an operator
 * test reads each of them back by the schema's names.
 */
public final class OtherRows {
    private final int generation;
    private final EventUuid uuids;

    /** Rows of one generation of the topic. */
    public OtherRows(EventUuid uuids, TopicGeneration generation) {
        this.uuids = uuids;
        this.generation = generation.number();
    }

    /** A row of {@code dead_letters}. */
    public RowData deadLetter(RawRecord raw, Rejection rejection) {
        return GenericRowData.of(
                text(rejection.reason().text()),
                text(rejection.field()),
                text(rejection.message()),
                raw.value(),
                raw.key(),
                uploaded(raw),
                generation,
                raw.partition(),
                raw.offset());
    }

    /** A row of {@code duplicates}, which repeats the event at a place. */
    public RowData duplicate(RawRecord raw, Event event, EventTimes times, LogPosition of) {
        GenericRowData row = new GenericRowData(16);
        int at = event(row, raw, event, times);
        row.setField(at++, of.generation());
        row.setField(at++, of.partition());
        row.setField(at++, of.offset());
        row.setField(at++, StringData.fromBytes(Objects.requireNonNull(raw.value())));
        place(row, at, raw);
        return row;
    }

    /** A row of {@code throttled}. */
    public RowData throttled(RawRecord raw, Event event, EventTimes times, Limit by) {
        GenericRowData row = new GenericRowData(14);
        int at = event(row, raw, event, times);
        row.setField(at++, text(by.text()));
        row.setField(at++, StringData.fromBytes(Objects.requireNonNull(raw.value())));
        place(row, at, raw);
        return row;
    }

    /** A row of {@code identities}. */
    public RowData identity(RawRecord raw, Event event, EventTimes times, String deviceKey, Change change) {
        return IdentityRows.identity(cause(raw, event, times), deviceKey, change);
    }

    /** A row of {@code merge_ids}; {@code device} is the key of the device's own identity, which is merged away. */
    public RowData merge(RawRecord raw, Event event, EventTimes times, UUID device, Change change) {
        return IdentityRows.merge(cause(raw, event, times), device, change, uuids.text(raw.partition(), raw.offset()));
    }

    private IdentityCause cause(RawRecord raw, Event event, EventTimes times) {
        return new IdentityCause(
                Intake.projectOf(event),
                event.text(Field.DEVICE_ID),
                times.event(),
                times.serverReceived(),
                new LogPosition(generation, raw.partition(), raw.offset()));
    }

    private static int event(GenericRowData row, RawRecord raw, Event event, EventTimes times) {
        int at = 0;
        row.setField(at++, text(Intake.projectOf(event)));
        row.setField(at++, text(event.text(Field.USER_ID)));
        row.setField(at++, text(event.text(Field.DEVICE_ID)));
        row.setField(at++, text(event.text(Field.EVENT_TYPE)));
        row.setField(at++, event.has(Field.EVENT_ID) ? event.whole(Field.EVENT_ID) : null);
        row.setField(at++, text(event.text(Field.INSERT_ID)));
        row.setField(at++, time(times.event()));
        row.setField(at++, time(times.serverReceived()));
        row.setField(at++, uploaded(raw));
        return at;
    }

    private void place(GenericRowData row, int from, RawRecord raw) {
        row.setField(from, generation);
        row.setField(from + 1, raw.partition());
        row.setField(from + 2, raw.offset());
    }

    private static @Nullable StringData text(@Nullable String text) {
        return text == null ? null : StringData.fromString(text);
    }

    private static TimestampData time(long millis) {
        return TimestampData.fromEpochMillis(millis);
    }

    private static TimestampData uploaded(RawRecord raw) {
        return time(EventTimes.clamp(raw.timestamp()));
    }
}
