package io.tidemark.ops.cluster;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.util.Collector;

/**
 * The smallest job that shows whether a cluster recovers: it counts numbers per key in keyed state and writes a line
 * {@code key,count,number} for each, exactly once. A lost or repeated state or line shows in the lines themselves.
 */
public final class CountingJob {

    /** How many keys the numbers are dealt to, in turn. */
    static final int KEYS = 8;

    private CountingJob() {}

    /**
     * Runs the job.
     *
     * @param arguments how many numbers, how many a second, the directory of the lines as a URI
     */
    public static void main(String[] arguments) throws Exception {
        long numbers = Long.parseLong(arguments[0]);
        double aSecond = Double.parseDouble(arguments[1]);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        GeneratorFunction<Long, Long> identity = number -> number;
        var source = new DataGeneratorSource<>(identity, numbers, RateLimiterStrategy.perSecond(aSecond), Types.LONG);
        var sink = FileSink.forRowFormat(new Path(arguments[2]), new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "numbers")
                .uid("numbers")
                .keyBy(number -> number % KEYS, Types.LONG)
                .process(new Count())
                .uid("count")
                .sinkTo(sink)
                .uid("lines");
        env.execute("counting");
    }

    /** The state: how many numbers this key has had. */
    static final class Count extends KeyedProcessFunction<Long, Long, String> {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("NullAway.Init") // set by Flink in open
        private transient ValueState<Long> seen;

        @Override
        public void open(OpenContext context) {
            seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Types.LONG));
        }

        @Override
        public void processElement(Long number, Context context, Collector<String> out) throws Exception {
            Long before = seen.value();
            long count = before == null ? 1 : before + 1;
            seen.update(count);
            out.collect(context.getCurrentKey() + "," + count + "," + number);
        }
    }
}
