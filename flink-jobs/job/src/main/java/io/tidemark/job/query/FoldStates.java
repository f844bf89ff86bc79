package io.tidemark.job.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a person had from when on, in Flink SQL: {@code tidemark_fold_states(said, ingest_epoch, server_upload_time,
 * kafka_partition, kafka_offset)} over what {@link SaidOf} gives of a person's events is a list of the changes, in any order.
 * Each is a text of six parts with tabs between them: epoch, time in ms, partition and offset of the event, what it said, and
 * what the person had from then on, as a JSON object (empty if it is too long). Elsewhere than in {@code tidemark sql}: {@code CREATE FUNCTION
 * tidemark_fold_states AS 'io.tidemark.job.query.FoldStates'}.
 */
@FunctionHint(
        accumulator = @DataTypeHint(value = "RAW", bridgedTo = FoldStates.Said.class),
        output = @DataTypeHint("ARRAY<STRING>"))
public final class FoldStates extends AggregateFunction<String[], FoldStates.Said> {
    private static final long serialVersionUID = 1L;

    /** How many characters an object may have; a longer one is an empty one, as in the other engines. */
    private static final int LONGEST = 200_000;

    /** Its name in SQL. */
    public static final String NAME = "tidemark_fold_states";

    /** What the events of a group said, in any order. */
    public static final class Said {
        private final List<Saying> sayings = new ArrayList<>();
    }

    private record Saying(String text, int epoch, Instant uploaded, int partition, long offset) {}

    private static final Comparator<Saying> ARRIVAL = Comparator.comparingInt(Saying::epoch)
            .thenComparing(Saying::uploaded)
            .thenComparingInt(Saying::partition)
            .thenComparingLong(Saying::offset);

    @Override
    public Said createAccumulator() {
        return new Said();
    }

    /** Takes in what an event says, and its place; nothing where it says nothing. */
    public void accumulate(
            Said said,
            @Nullable String text,
            @DataTypeHint("INT") Integer epoch,
            @DataTypeHint("TIMESTAMP_LTZ(6)") Instant uploaded,
            @DataTypeHint("INT") Integer partition,
            @DataTypeHint("BIGINT") Long offset) {
        if (text != null) {
            said.sayings.add(new Saying(text, epoch, uploaded, partition, offset));
        }
    }

    @Override
    public String[] getValue(Said said) {
        PropertyFold fold = new PropertyFold();
        var states = new ArrayList<String>();
        String before = "{}";
        said.sayings.sort(ARRIVAL);
        for (Saying saying : said.sayings) {
            fold.add(saying.text());
            String state = fold.text();
            if (!state.equals(before)) {
                String shown = state.length() > LONGEST ? "{}" : state;
                states.add(saying.epoch() + "\t" + saying.uploaded().toEpochMilli() + "\t" + saying.partition() + "\t"
                        + saying.offset() + "\t" + saying.text() + "\t" + shown);
                before = state;
            }
        }
        return states.toArray(new String[0]);
    }
}
