package io.tidemark.job.ingest;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** Where the operator under test keeps its state. */
enum Backend {
    HEAP,
    ROCKSDB;

    StateBackend make() {
        return switch (this) {
            case HEAP -> new HashMapStateBackend();
            case ROCKSDB -> rocksDb();
        };
    }

    private static StateBackend rocksDb() {
        // Whole snapshots: one that builds upon another needs a checkpoint coordinator to be put together.
        EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend(false);
        // The share of managed memory that an operator has outside of a job is too small to work with.
        backend.getMemoryConfiguration().setUseManagedMemory(false);
        return backend;
    }

    Backend other() {
        return this == HEAP ? ROCKSDB : HEAP;
    }
}
