package io.tidemark.collector.delivery;

import static io.tidemark.collector.spool.Events.name;

import io.tidemark.collector.record.CollectedEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A log that answers as a test says, and remembers what it acknowledged. */
final class MemoryLog implements EventLog {
    final List<String> events = new CopyOnWriteArrayList<>();
    final AtomicInteger sends = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
    final List<Consumer<SendResult>> held = new ArrayList<>();
    volatile boolean opens = true;
    /** Whether nothing is answered. */
    volatile boolean holds;

    volatile Function<String, SendResult> answer = name -> SendResult.LOGGED;

    @Override
    public Generation open() throws IOException {
        if (!opens) {
            throw new IOException("The log is away");
        }
        return new Connection();
    }

    private final class Connection implements Generation {
        private volatile boolean closed;

        @Override
        public void send(CollectedEvent event, Consumer<SendResult> done) {
            sends.incrementAndGet();
            if (holds) {
                held.add(done);
                return;
            }
            SendResult result = closed ? new SendResult.Failed("closed") : answer.apply(name(event));
            if (result == SendResult.LOGGED) {
                events.add(name(event));
            }
            done.accept(result);
        }

        @Override
        public void close() {
            closed = true;
            closes.incrementAndGet();
        }
    }
}
