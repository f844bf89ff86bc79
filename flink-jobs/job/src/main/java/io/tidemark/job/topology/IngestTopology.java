package io.tidemark.job.topology;

import static io.tidemark.lake.table.LakeTable.DEAD_LETTERS;
import static io.tidemark.lake.table.LakeTable.DUPLICATES;
import static io.tidemark.lake.table.LakeTable.EVENTS;
import static io.tidemark.lake.table.LakeTable.IDENTITIES;
import static io.tidemark.lake.table.LakeTable.MERGE_IDS;
import static io.tidemark.lake.table.LakeTable.THROTTLED;

import io.tidemark.job.ingest.IntakeFunction;
import io.tidemark.job.ingest.IntakeOperator;
import io.tidemark.job.ingest.IntakeSettings;
import io.tidemark.job.ingest.OutcomeTags;
import io.tidemark.rules.event.RawRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;

/**
 * The ingest job: records → per device: rejected? duplicate? throttled? else accepted, and its owner → six tables.
 * Where records come from and where rows go are parameters, so that tests and production run this one topology.
 */
public final class IngestTopology {
    /** The uid of the source; part of every checkpoint, so it never changes. */
    public static final String SOURCE_UID = "events-raw";

    /** The uid of the source that replays what Kafka has deleted: its positions are no offsets for Kafka's. */
    public static final String REPLAY_UID = "events-forgotten";

    /** The uid of the operator with the devices' state; part of every checkpoint, so it never changes. */
    public static final String INTAKE_UID = IntakeOperator.UID;

    /** Where the rows of a table go. */
    @FunctionalInterface
    public interface Sinks {
        /** Takes the rows of one table. */
        void write(io.tidemark.lake.table.LakeTable table, DataStream<RowData> rows);
    }

    private IngestTopology() {}

    /** Adds the job to an environment: from the topic. */
    public static void define(
            StreamExecutionEnvironment env,
            Source<RawRecord, ?, ?> topic,
            IntakeSettings settings,
            RowTypes rows,
            Sinks sinks) {
        define(from(env, topic, SOURCE_UID), settings, rows, sinks);
    }

    /** Adds the job to an environment: from records that Kafka no longer has. */
    public static void replay(
            StreamExecutionEnvironment env,
            Source<RawRecord, ?, ?> deleted,
            IntakeSettings settings,
            RowTypes rows,
            Sinks sinks) {
        define(from(env, deleted, REPLAY_UID), settings, rows, sinks);
    }

    private static DataStream<RawRecord> from(
            StreamExecutionEnvironment env, Source<RawRecord, ?, ?> source, String uid) {
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), uid).uid(uid);
    }

    private static void define(DataStream<RawRecord> records, IntakeSettings settings, RowTypes rows, Sinks sinks) {
        OutcomeTags tags = rows.tags();

        SingleOutputStreamOperator<RowData> events = records.keyBy(RawRecord::deviceHash)
                .transform(INTAKE_UID, rows.of(EVENTS), new IntakeOperator(new IntakeFunction(settings, tags)))
                .uid(INTAKE_UID);

        sinks.write(EVENTS, events);
        sinks.write(DUPLICATES, events.getSideOutput(tags.duplicates()));
        sinks.write(THROTTLED, events.getSideOutput(tags.throttled()));
        sinks.write(DEAD_LETTERS, events.getSideOutput(tags.deadLetters()));
        sinks.write(IDENTITIES, events.getSideOutput(tags.identities()));
        sinks.write(MERGE_IDS, events.getSideOutput(tags.mergeIds()));
    }
}
