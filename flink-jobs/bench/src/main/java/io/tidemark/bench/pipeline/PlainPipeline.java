package io.tidemark.bench.pipeline;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.kafka.EventsTopic;
import io.tidemark.job.tables.LakeSinks;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.RawRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/** {@link Pipeline#C}: the job's source, decoder and sink of {@code events}, in one chain. */
final class PlainPipeline {
    private PlainPipeline() {}

    /** Adds it to an environment. */
    static void define(StreamExecutionEnvironment env, TidemarkConfig config, Lake lake) {
        var rows = env.fromSource(EventsTopic.source(config), WatermarkStrategy.noWatermarks(), "events-raw")
                .process(new Decode(config.kafka().topic()))
                .returns(LakeSinks.rows(LakeTable.EVENTS));
        new LakeSinks(lake, config, null).write(LakeTable.EVENTS, rows);
    }

    /** Decodes each record into a row. */
    private static final class Decode extends ProcessFunction<RawRecord, RowData> {
        private static final long serialVersionUID = 1;

        private final String topic;
        private transient DecodedRow row;

        @SuppressWarnings("NullAway.Init") // the row is made when the operator opens
        Decode(String topic) {
            this.topic = topic;
        }

        @Override
        public void open(OpenContext context) {
            row = new DecodedRow(topic);
        }

        @Override
        public void processElement(RawRecord raw, Context context, Collector<RowData> out) {
            out.collect(row.of(raw));
        }
    }
}
