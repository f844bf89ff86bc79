package io.tidemark.bench.pipeline;

import io.tidemark.job.ingest.AcceptedRow;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.EventUuid;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.intake.EventTimes;
import io.tidemark.rules.intake.Outcome;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.types.Types.NestedField;

/** A row of {@code events} for a record, with nobody behind it. One row is shown again and again. */
public final class DecodedRow {
    private static final Outcome.Accepted NOBODY = new Outcome.Accepted(DeviceIdentity.UNSEEN, null, true);

    private final EventDecoder decoder = new EventDecoder();
    private final Event event = new Event();
    private final AcceptedRow row;

    /** Decodes what is said to come from this topic. */
    public DecodedRow(String topic) {
        this.row = new AcceptedRow(
                LakeTable.EVENTS.schema().columns().stream()
                        .map(NestedField::name)
                        .toList(),
                event,
                new EventUuid("bench", topic, 1),
                new TopicGeneration(1));
    }

    /** The record as a row, until the next one. */
    public RowData of(RawRecord raw) {
        Rejection refusal = decoder.decode(raw.value(), event);
        if (refusal != null) {
            throw new IllegalStateException("The record at offset " + raw.offset() + " of partition " + raw.partition()
                    + " is no event (" + refusal.message() + "): the benchmark sends events only.");
        }
        return row.show(raw, EventTimes.of(event, raw.timestamp()), NOBODY, 0);
    }
}
