package io.tidemark.bench.pipeline;

import io.tidemark.config.JobConfig.StateBackend;
import java.util.List;
import java.util.Locale;

/** What is measured. All read the same records and write {@code events} with the same table properties. */
public enum Pipeline {
    /** Flink SQL, {@code INSERT INTO iceberg SELECT … FROM kafka} with the json format: no identity, no state. */
    A("Flink SQL, no identity", false),
    /** The ingest job: decisions, state, all six tables. */
    B("the ingest job, six tables", true),
    /** The ingest job's source, decoder and sink of {@code events}; no shuffle, no state, no decision. */
    C("the ingest job without identity", false),
    /** Decoder and Parquet writer in one thread, records from memory; no Kafka, no Flink. The limit. */
    D("decode and Parquet alone", false);

    private final String description;
    private final boolean stateful;

    Pipeline(String description, boolean stateful) {
        this.description = description;
        this.stateful = stateful;
    }

    /** The letter by which the command and the report call it. */
    public String letter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, in a few words. */
    public String description() {
        return description;
    }

    /** Its variants: one for each backend where it keeps state, else one. */
    List<Variant> variants(List<StateBackend> backends) {
        return stateful
                ? backends.stream().map(backend -> new Variant(this, backend)).toList()
                : List.of(new Variant(this, StateBackend.HASHMAP));
    }

    /** Whether it keeps keyed state. */
    boolean isStateful() {
        return stateful;
    }
}
