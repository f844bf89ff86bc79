package io.tidemark.collector.delivery;

import static io.tidemark.collector.spool.Events.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.collector.delivery.SpoolDrain.Drained;
import io.tidemark.collector.spool.Appended;
import io.tidemark.collector.spool.SpoolQueue;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool of a collector that is gone gets into the log in its order, once it can, and is empty then. */
class SpoolDrainTest {
    private static final int EVENTS = 3_000;

    @TempDir
    private Path folder = Path.of("");

    private final MemoryLog log = new MemoryLog();
    private final List<String> names = new ArrayList<>();

    private Drained drain(Duration giveUpAfter) throws IOException, InterruptedException {
        return new SpoolDrain(log, giveUpAfter, System::nanoTime).drain(folder);
    }

    private void fill() throws IOException {
        SpoolQueue spool = SpoolQueue.open(folder, 1 << 30, 4_000);
        List<CompletableFuture<Appended>> results = new ArrayList<>();
        for (int i = 0; i < EVENTS / 3; i++) {
            String[] batch = {i + "-a", i + "-b", i + "-c"};
            names.addAll(List.of(batch));
            CompletableFuture<Appended> result = new CompletableFuture<>();
            spool.append(batch(batch), result::complete);
            results.add(result);
        }
        results.forEach(result -> assertThat(result.join()).isEqualTo(Appended.STORED));
        CompletableFuture<String> closed = new CompletableFuture<>();
        spool.close(() -> closed.complete(""));
        closed.join();
    }

    @Test
    void everythingIsDrainedInItsOrder() throws IOException, InterruptedException {
        fill();
        Drained drained = drain(Duration.ofMinutes(1));
        assertThat(log.events).isEqualTo(names);
        assertThat(drained).isEqualTo(new Drained(EVENTS, 0, 0, 0, true));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("lock", "refused");
        assertThat(drain(Duration.ofMinutes(1))).isEqualTo(new Drained(0, 0, 0, 0, true));
    }

    @Test
    void aDrainThatFailedGoesOnLater() throws IOException, InterruptedException {
        fill();
        AtomicInteger failures = new AtomicInteger();
        log.answer = name -> {
            boolean fails = name.startsWith("500-");
            failures.addAndGet(fails ? 1 : 0);
            return fails ? new SendResult.Failed("it is away") : SendResult.LOGGED;
        };
        // Hours pass as soon as it failed twice.
        LongSupplier nanos = () -> System.nanoTime()
                + (failures.get() < 2 ? 0 : Duration.ofHours(2).toNanos());
        Drained first = new SpoolDrain(log, Duration.ofHours(1), nanos).drain(folder);
        assertThat(first.isComplete()).isFalse();
        assertThat(first.bytesLeft()).isPositive();
        assertThat(log.events).isEqualTo(names.subList(0, 1_500));

        log.answer = name -> name.equals("700-b") ? new SendResult.Refused("too large") : SendResult.LOGGED;
        Drained second = drain(Duration.ofMinutes(1));
        assertThat(second.isComplete()).isTrue();
        assertThat(second.refused()).isEqualTo(1);
        assertThat(second.events()).isLessThan(EVENTS);
        names.remove("700-b");
        assertThat(log.events.stream().distinct()).containsExactlyElementsOf(names);
    }

    @Test
    void aDirectoryThatIsInUseIsLeftAlone() throws IOException {
        SpoolQueue spool = SpoolQueue.open(folder, 1 << 20, 4_000);
        assertThatThrownBy(() -> drain(Duration.ofSeconds(1))).hasMessageContaining("another process has it open");
        spool.close(() -> {});
    }

    @Test
    void aDirectoryThatIsNotThereIsNotCreated() {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> new SpoolDrain(log, Duration.ofSeconds(1), System::nanoTime).drain(none))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(none).doesNotExist();
    }
}
