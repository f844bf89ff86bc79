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
 * test reads each of them back by the schema's names. Of a table that lacks the last columns they are cut.
 */
public final class OtherRows {
    private final int generation;
    private final EventUuid uuids;
    private final OutcomeColumns columns;

    /** Rows of one generation of the topic, for tables with these columns. */
    public OtherRows(EventUuid uuids, TopicGeneration generation, OutcomeColumns columns) {
        this.uuids = uuids;
        this.generation = generation.number();
        this.columns = columns;
    }

    /** A row of {@code dead_letters}, for a record that is no event: nothing is known of what is in it. */
    public RowData deadLetter(RawRecord raw, Rejection rejection) {
        return deadLetter(raw, rejection, DecidingVersion.NONE, null);
    }

    /**
     * A row of {@code dead_letters}, for an event.
     *
     * @param decidedBy the version of the service configuration by which it was decided; 0 for none
     */
    public RowData deadLetter(RawRecord raw, Rejection rejection, Event event, long decidedBy) {
        return deadLetter(raw, rejection, decidedBy, event.position(Field.RELEASED_FROM));
    }

    private RowData deadLetter(RawRecord raw, Rejection rejection, long decidedBy, @Nullable LogPosition releasedFrom) {
        GenericRowData row = new GenericRowData(columns.deadLetters());
        int at = 0;
        row.setField(at++, text(rejection.reason().text()));
        row.setField(at++, text(rejection.field()));
        row.setField(at++, text(rejection.message()));
        row.setField(at++, raw.value());
        row.setField(at++, raw.key());
        row.setField(at++, uploaded(raw));
        end(row, at, raw, decidedBy, releasedFrom);
        return row;
    }

    /**
     * A row of {@code duplicates}.
     *
     * @param of the position of the event that it repeats
     * @param decidedBy the version of the service configuration by which it was decided; 0 for none
     */
    public RowData duplicate(RawRecord raw, Event event, EventTimes times, LogPosition of, long decidedBy) {
        GenericRowData row = new GenericRowData(columns.duplicates());
        int at = event(row, raw, event, times);
        row.setField(at++, of.generation());
        row.setField(at++, of.partition());
        row.setField(at++, of.offset());
        row.setField(at++, StringData.fromBytes(Objects.requireNonNull(raw.value())));
        end(row, at, raw, decidedBy, event.position(Field.RELEASED_FROM));
        return row;
    }

    /**
     * A row of {@code throttled}.
     *
     * @param decidedBy the version of the service configuration by which it was decided; 0 for none
     */
    public RowData throttled(RawRecord raw, Event event, EventTimes times, Limit by, long decidedBy) {
        GenericRowData row = new GenericRowData(columns.throttled());
        int at = event(row, raw, event, times);
        row.setField(at++, text(by.text()));
        row.setField(at++, StringData.fromBytes(Objects.requireNonNull(raw.value())));
        end(row, at, raw, decidedBy, event.position(Field.RELEASED_FROM));
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

    /** The position of a record, and what came to the tables later, as far as this one has it. */
    private void end(GenericRowData row, int from, RawRecord raw, long decidedBy, @Nullable LogPosition releasedFrom) {
        int at = from;
        row.setField(at++, generation);
        row.setField(at++, raw.partition());
        row.setField(at++, raw.offset());
        if (at < row.getArity()) {
            row.setField(at++, decidedBy == DecidingVersion.NONE ? null : (Object) decidedBy);
        }
        if (at < row.getArity()) {
            row.setField(at, releasedFrom == null ? null : place(releasedFrom));
        }
    }

    /** A position as the value of {@code released_from}. */
    static RowData place(LogPosition place) {
        return GenericRowData.of(place.generation(), place.partition(), place.offset());
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
