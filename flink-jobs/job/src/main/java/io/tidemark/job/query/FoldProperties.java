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
 * What is known of a person, in Flink SQL: {@code tidemark_fold_properties(user_properties, ingest_epoch,
 * server_upload_time, kafka_partition, kafka_offset)} over a group of events gives one JSON object as text. Trino and Spark
 * say it in their own SQL ({@code FOLD_PROPERTIES} in sql/dialects); Flink SQL has no words for it. {@code tidemark sql}
 * has it; elsewhere: {@code CREATE FUNCTION tidemark_fold_properties AS 'io.tidemark.job.query.FoldProperties'}, with
 * Tidemark's jar on the class path.
 */
@FunctionHint(
        accumulator = @DataTypeHint(value = "RAW", bridgedTo = FoldProperties.Said.class),
        output = @DataTypeHint("STRING"))
public final class FoldProperties extends AggregateFunction<String, FoldProperties.Said> {
    private static final long serialVersionUID = 1L;

    /** Its name in SQL. */
    public static final String NAME = "tidemark_fold_properties";

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

    /** Takes in an event's {@code user_properties} and its place; nothing where there are none. */
    public void accumulate(
            Said said,
            @Nullable String userProperties,
            @DataTypeHint("INT") Integer epoch,
            @DataTypeHint("TIMESTAMP_LTZ(6)") Instant uploaded,
            @DataTypeHint("INT") Integer partition,
            @DataTypeHint("BIGINT") Long offset) {
        if (userProperties != null) {
            said.sayings.add(new Saying(userProperties, epoch, uploaded, partition, offset));
        }
    }

    @Override
    public String getValue(Said said) {
        PropertyFold fold = new PropertyFold();
        said.sayings.stream().sorted(ARRIVAL).forEach(saying -> fold.add(saying.text()));
        return fold.text();
    }
}
