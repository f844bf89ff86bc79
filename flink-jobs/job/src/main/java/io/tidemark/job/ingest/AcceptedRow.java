package io.tidemark.job.ingest;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.EventUuid;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.intake.EventTimes;
import io.tidemark.rules.intake.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code events} that is no copy: it looks through to the decoded event, the record and the decision. One
 * instance is shown to the writer again and again; a writer that keeps a row copies it.
 */
public final class AcceptedRow implements RowData {
    private static final StringData DEFAULT_PROJECT = StringData.fromString(DeviceKey.DEFAULT_PROJECT);

    /** Columns that are no field of the event as it was sent. */
    private enum Derived {
        UUID,
        AMPLITUDE_ID,
        EVENT_TIME,
        TIME_SUSPECT,
        SERVER_RECEIVED_TIME,
        SERVER_UPLOAD_TIME,
        EXTRA,
        QUANTITY,
        IDENTITY_SEQ,
        INGEST_EPOCH,
        KAFKA_PARTITION,
        KAFKA_OFFSET,
        PROJECT_ID,
        CONFIG_VERSION,
        RELEASED_FROM;

        private static final Derived[] ALL = values();
    }

    private final Field[] fields;
    private final Derived[] derived;
    private final @Nullable BinaryStringData[] texts;
    private final int generation;
    private final EventUuid uuids;
    private final Event event;
    /** The record's bytes, which hold most slices. */
    private MemorySegment[] segment = {MemorySegmentFactory.wrap(new byte[0])};

    private RawRecord raw = new RawRecord(0, 0, 0, 0, null, null);
    private EventTimes times = new EventTimes(0, 0, false);
    private Outcome.Accepted outcome = new Outcome.Accepted(DeviceIdentity.UNSEEN, null, true);
    private long decidedBy = DecidingVersion.NONE;

    /** A row with these columns, over an event that will be filled again and again. */
    public AcceptedRow(List<String> columns, Event event, EventUuid uuids, TopicGeneration generation) {
        this.event = event;
        this.uuids = uuids;
        this.generation = generation.number();
        this.fields = new Field[columns.size()];
        this.derived = new Derived[columns.size()];
        this.texts = new BinaryStringData[columns.size()];
        Map<String, Field> byColumn = fieldsByColumn();
        Map<String, Derived> derivedByColumn = derivedByColumn();
        for (int i = 0; i < fields.length; i++) {
            String column = columns.get(i);
            derived[i] = derivedByColumn.get(column);
            fields[i] = derived[i] == null ? byColumn.get(column) : null;
            if (derived[i] == null && fields[i] == null) {
                throw new IllegalStateException(
                        "Cannot write events: the table's column " + column + " is no field of an event");
            }
        }
    }

    private static Map<String, Field> fieldsByColumn() {
        Map<String, Field> byColumn = new HashMap<>();
        for (Field field : Field.all()) {
            byColumn.put(field == Field.TIME ? "client_event_time" : field.jsonName(), field);
        }
        return byColumn;
    }

    private static Map<String, Derived> derivedByColumn() {
        Map<String, Derived> byColumn = new HashMap<>();
        for (Derived column : Derived.ALL) {
            byColumn.put(column.name().toLowerCase(Locale.ROOT), column);
        }
        return byColumn;
    }

    /**
     * Shows another event.
     *
     * @param version the version of the service configuration by which it was decided; 0 for none
     */
    public AcceptedRow show(RawRecord record, EventTimes eventTimes, Outcome.Accepted accepted, long version) {
        this.raw = record;
        this.segment = new MemorySegment[] {MemorySegmentFactory.wrap(Objects.requireNonNull(record.value()))};
        this.times = eventTimes;
        this.outcome = accepted;
        this.decidedBy = version;
        return this;
    }

    @Override
    public int getArity() {
        return fields.length;
    }

    @Override
    public RowKind getRowKind() {
        return RowKind.INSERT;
    }

    @Override
    public void setRowKind(RowKind kind) {
        if (kind != RowKind.INSERT) {
            throw new IllegalArgumentException("Cannot make a " + kind + " of an event: the tables are append-only");
        }
    }

    @Override
    public boolean isNullAt(int pos) {
        Field field = fields[pos];
        if (field != null) {
            return !event.has(field);
        }
        return switch (derived[pos]) {
            case AMPLITUDE_ID -> outcome.groupOnly();
            case EXTRA -> event.extraLength() == 0;
            case CONFIG_VERSION -> decidedBy == DecidingVersion.NONE;
            case RELEASED_FROM -> !event.has(Field.RELEASED_FROM);
            default -> false;
        };
    }

    @Override
    public long getLong(int pos) {
        Field field = fields[pos];
        if (field != null) {
            return event.whole(field);
        }
        return switch (derived[pos]) {
            case AMPLITUDE_ID -> outcome.identity().owner();
            case IDENTITY_SEQ -> outcome.identity().seq();
            case KAFKA_OFFSET -> raw.offset();
            case QUANTITY -> event.has(Field.QUANTITY) ? event.whole(Field.QUANTITY) : 1;
            case CONFIG_VERSION -> decidedBy;
            default -> throw noSuch(pos, "long");
        };
    }

    @Override
    public StringData getString(int pos) {
        Field field = fields[pos];
        if (field != null) {
            return slice(pos, field);
        }
        return switch (derived[pos]) {
            case UUID -> StringData.fromBytes(uuids.text(raw.partition(), raw.offset()));
            case EXTRA -> StringData.fromBytes(event.extra(), 0, event.extraLength());
            case PROJECT_ID -> event.has(Field.PROJECT_ID) ? slice(pos, Field.PROJECT_ID) : DEFAULT_PROJECT;
            default -> throw noSuch(pos, "string");
        };
    }

    /** The column's own text, pointed at the slice: no object is made for a value, and the writer copies the bytes. */
    private StringData slice(int pos, Field field) {
        byte[] source = event.source(field);
        if (source != segment[0].getHeapMemory()) {
            return BinaryStringData.fromBytes(source, event.from(field), event.length(field));
        }
        BinaryStringData text = texts[pos];
        if (text == null) {
            text = new BinaryStringData(segment, event.from(field), event.length(field));
            texts[pos] = text;
        } else {
            text.setJavaObject(null);
            text.getBinarySection().pointTo(segment, event.from(field), event.length(field));
        }
        return text;
    }

    @Override
    public TimestampData getTimestamp(int pos, int precision) {
        Field field = fields[pos];
        if (field != null) {
            return TimestampData.fromEpochMillis(event.whole(field));
        }
        return switch (derived[pos]) {
            case EVENT_TIME -> TimestampData.fromEpochMillis(times.event());
            case SERVER_RECEIVED_TIME -> TimestampData.fromEpochMillis(times.serverReceived());
            case SERVER_UPLOAD_TIME -> TimestampData.fromEpochMillis(EventTimes.clamp(raw.timestamp()));
            default -> throw noSuch(pos, "timestamp");
        };
    }

    @Override
    public int getInt(int pos) {
        Derived column = derived[pos];
        if (column == Derived.INGEST_EPOCH) {
            return generation;
        }
        if (column == Derived.KAFKA_PARTITION) {
            return raw.partition();
        }
        throw noSuch(pos, "int");
    }

    @Override
    public double getDouble(int pos) {
        return event.number(fields[pos]);
    }

    @Override
    public boolean getBoolean(int pos) {
        return times.suspect();
    }

    @Override
    public byte[] getBinary(int pos) {
        throw noSuch(pos, "binary");
    }

    @Override
    public byte getByte(int pos) {
        throw noSuch(pos, "byte");
    }

    @Override
    public short getShort(int pos) {
        throw noSuch(pos, "short");
    }

    @Override
    public float getFloat(int pos) {
        throw noSuch(pos, "float");
    }

    @Override
    public DecimalData getDecimal(int pos, int precision, int scale) {
        throw noSuch(pos, "decimal");
    }

    @Override
    public <T> RawValueData<T> getRawValue(int pos) {
        throw noSuch(pos, "raw value");
    }

    @Override
    public ArrayData getArray(int pos) {
        throw noSuch(pos, "array");
    }

    @Override
    public MapData getMap(int pos) {
        throw noSuch(pos, "map");
    }

    @Override
    public RowData getRow(int pos, int numFields) {
        if (derived[pos] == Derived.RELEASED_FROM) {
            return OtherRows.place(Objects.requireNonNull(event.position(Field.RELEASED_FROM)));
        }
        throw noSuch(pos, "row");
    }

    @Override
    public Variant getVariant(int pos) {
        throw noSuch(pos, "variant");
    }

    private static IllegalStateException noSuch(int pos, String type) {
        return new IllegalStateException("Cannot read column " + pos + " of events as " + type);
    }
}
