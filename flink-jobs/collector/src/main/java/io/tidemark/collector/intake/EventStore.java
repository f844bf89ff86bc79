package io.tidemark.collector.intake;

import io.tidemark.collector.delivery.StoreResult;
import io.tidemark.collector.record.CollectedEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where events go. */
@FunctionalInterface
public interface EventStore {
    /** Stores events; returns at once, and completes in under 8 s with what became of them. */
    CompletionStage<StoreResult> store(List<CollectedEvent> events);
}
