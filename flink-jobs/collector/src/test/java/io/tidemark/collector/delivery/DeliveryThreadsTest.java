package io.tidemark.collector.delivery;

import static io.tidemark.collector.spool.Events.event;
import static io.tidemark.collector.spool.Events.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.spool.SpoolQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real threads and real files, many callers and a log that fails now and then: all is stored, and in order. */
class DeliveryThreadsTest {
    private static final int CALLERS = 4;
    private static final int BATCHES = 400;

    @TempDir
    private Path folder = Path.of("");

    /** A log that acknowledges on a thread of its own, and fails every so manyth event. */
    private static final class FlakyLog implements EventLog {
        private final List<String> events = new ArrayList<>();
        private final AtomicInteger sends = new AtomicInteger();
        private volatile int every = 997;

        @Override
        public Generation open() {
            ExecutorService network = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "network");
                thread.setDaemon(true);
                return thread;
            });
            return new Generation() {
                private volatile boolean closed;

                @Override
                public void send(CollectedEvent event, Consumer<SendResult> done) {
                    network.execute(() -> done.accept(answer(event)));
                }

                private SendResult answer(CollectedEvent event) {
                    if (closed || sends.incrementAndGet() % every == 0) {
                        return new SendResult.Failed("it is away");
                    }
                    synchronized (events) {
                        events.add(name(event));
                    }
                    return SendResult.LOGGED;
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        }

        private List<String> firstOccurrences(String device) {
            synchronized (events) {
                return events.stream()
                        .filter(name -> name.startsWith(device + "/"))
                        .distinct()
                        .toList();
            }
        }
    }

    @Test
    void manyCallersStoreInOrder() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        FlakyLog log = new FlakyLog();
        SpoolQueue spool = SpoolQueue.open(folder, 1 << 30, 1 << 16);
        Delivery delivery = Delivery.start(log, spool, DeliverySettings.of(1 << 26), System::nanoTime);
        Map<String, List<String>> sent = new LinkedHashMap<>();
        List<CompletableFuture<StoreResult>> results = new ArrayList<>();
        CountDownLatch callers = new CountDownLatch(CALLERS);
        for (int caller = 0; caller < CALLERS; caller++) {
            String device = "device-" + caller;
            List<String> names = new ArrayList<>();
            sent.put(device, names);
            Random random = new Random(caller);
            new Thread(() -> {
                        for (int i = 0; i < BATCHES; i++) {
                            List<CollectedEvent> events = new ArrayList<>();
                            for (int size = 1 + random.nextInt(5); size > 0; size--) {
                                events.add(event(device, device + "/" + names.size()));
                                names.add(device + "/" + names.size());
                            }
                            CompletableFuture<StoreResult> result = delivery.store(events);
                            synchronized (results) {
                                results.add(result);
                            }
                            if (random.nextInt(3) == 0) {
                                result.join();
                            }
                        }
                        callers.countDown();
                    })
                    .start();
        }
        assertThat(callers.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(results).hasSize(CALLERS * BATCHES).allMatch(each -> each.join() == StoreResult.STORED);
        log.every = Integer.MAX_VALUE;
        await().atMost(Duration.ofMinutes(1))
                .until(() -> delivery.status().spool().empty());
        sent.forEach((device, names) -> assertThat(log.firstOccurrences(device)).isEqualTo(names));
        assertThat(delivery.status().generations()).isGreaterThan(1);
        assertThat(delivery.status().waitingBytes()).isZero();

        delivery.stop(Duration.ofSeconds(5)).get(1, TimeUnit.MINUTES);
        assertThat(delivery.store(List.of(event("device", "late"))).join()).isEqualTo(StoreResult.STOPPING);
        delivery.stop(Duration.ofSeconds(5)).get(1, TimeUnit.MINUTES);
        SpoolQueue.open(folder, 1 << 20, 1 << 16).close(() -> {});
    }
}
