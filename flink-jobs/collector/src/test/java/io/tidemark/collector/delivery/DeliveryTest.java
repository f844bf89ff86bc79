package io.tidemark.collector.delivery;

import static io.tidemark.collector.spool.Events.batch;
import static io.tidemark.collector.spool.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.spool.RefusedEvents;
import io.tidemark.collector.spool.SimulatedDisk;
import io.tidemark.collector.spool.SimulatedDisk.Fault;
import io.tidemark.collector.spool.Spool;
import io.tidemark.collector.spool.SpoolQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a delivery answers, and which way an event takes, case by case; threads and time are the test's. */
class DeliveryTest {
    private static final long MAX_BYTES = 10_000;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedDisk refusedDisk = new SimulatedDisk();
    private final MemoryLog log = new MemoryLog();
    private final SteppedExecutor mailbox = new SteppedExecutor();
    private final SteppedExecutor opener = new SteppedExecutor();
    private final SteppedExecutor spoolThread = new SteppedExecutor();
    private long now = Long.MAX_VALUE - 5;
    private Delivery delivery = start();

    private Delivery start() {
        try {
            SpoolQueue spool = new SpoolQueue(
                    Spool.open(disk, MAX_BYTES, 1_000), RefusedEvents.open(refusedDisk, 1_000), MAX_BYTES, spoolThread);
            return new Delivery(
                    new Dispatcher.Ports(log, spool, mailbox, opener, () -> now), DeliverySettings.of(20_000));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void settle() {
        boolean isBusy = true;
        while (isBusy) {
            isBusy = mailbox.step() || opener.step() || spoolThread.step();
        }
    }

    private void passes(Duration time) {
        now += time.toNanos();
        delivery.tick();
        settle();
    }

    private CompletableFuture<StoreResult> store(String... names) {
        CompletableFuture<StoreResult> result = delivery.store(batch(names));
        settle();
        return result;
    }

    private DeliveryStatus status() {
        return delivery.status();
    }

    @Test
    void whatTheLogTakesNeverTouchesTheDisk() {
        passes(Duration.ZERO);
        assertThat(store("a", "b")).isCompletedWithValue(StoreResult.STORED);
        assertThat(log.events).containsExactly("a", "b");
        assertThat(status().sent()).isEqualTo(2);
        assertThat(disk.operations()).isZero();
        assertThat(status().waitingBytes()).isZero();
        assertThat(status().canStore()).isTrue();
    }

    @Test
    void anEmptyBatchIsStored() {
        assertThat(store()).isCompletedWithValue(StoreResult.STORED);
    }

    @Test
    void nothingIsAnsweredBeforeTheAcknowledgement() {
        passes(Duration.ZERO);
        log.holds = true;
        CompletableFuture<StoreResult> result = store("a");
        assertThat(result).isNotDone();
        log.held.get(0).accept(SendResult.LOGGED);
        settle();
        assertThat(result).isCompletedWithValue(StoreResult.STORED);
    }

    @Test
    void nothingIsAnsweredBeforeTheFsync() {
        log.opens = false;
        CompletableFuture<StoreResult> result = delivery.store(batch("a"));
        while (mailbox.step()) {
            assertThat(result).isNotDone();
        }
        settle();
        assertThat(result).isCompletedWithValue(StoreResult.STORED);
        assertThat(disk.forces()).isEqualTo(1);
        assertThat(status().spooled()).isEqualTo(1);
    }

    @Test
    void atTheFirstFailureAllGoesToTheSpoolInTheOrderOfSending() {
        passes(Duration.ZERO);
        log.holds = true;
        CompletableFuture<StoreResult> first = store("a", "b");
        CompletableFuture<StoreResult> second = store("c");
        log.held.get(1).accept(new SendResult.Failed("it is away"));
        assertThat(log.closes).hasValue(1);
        settle();
        assertThat(first).isCompletedWithValue(StoreResult.STORED);
        assertThat(second).isCompletedWithValue(StoreResult.STORED);
        assertThat(status().spooled()).isEqualTo(3);

        log.holds = false;
        passes(Duration.ofSeconds(1));
        assertThat(log.events).containsExactly("a", "b", "c");
        assertThat(status().spool().empty()).isTrue();
        assertThat(disk.list()).isEmpty();
        assertThat(store("d")).isCompletedWithValue(StoreResult.STORED);
        assertThat(status().sent()).isEqualTo(1);
    }

    @Test
    void whatWasAcknowledgedBeforeTheFailureIsNotSentAgain() {
        passes(Duration.ZERO);
        log.holds = true;
        store("a", "b");
        log.held.get(1).accept(new SendResult.Failed("it is away"));
        log.held.get(0).accept(SendResult.LOGGED);
        settle();
        assertThat(status().sent()).isEqualTo(1);
        assertThat(status().spooled()).isEqualTo(1);
    }

    @Test
    void aLateResultOfAnOldGenerationChangesNothing() {
        log.opens = false;
        store("a", "b", "c");
        log.opens = true;
        log.holds = true;
        passes(Duration.ofSeconds(1));
        answer(0, SendResult.LOGGED);
        assertThat(log.held).as("a, then b and c").hasSize(3);
        answer(1, new SendResult.Failed("it is away"));
        passes(Duration.ofSeconds(1));
        answer(3, SendResult.LOGGED);
        assertThat(log.held).as("b and c again").hasSize(5);
        long failures = status().failures();

        answer(2, new SendResult.Failed("c was given up"));
        assertThat(status().failures()).isEqualTo(failures);
        assertThat(status().spool().empty()).isFalse();
        answer(4, SendResult.LOGGED);
        assertThat(status().spool().empty()).isTrue();
        assertThat(status().generations()).isEqualTo(2);
    }

    private void answer(int number, SendResult result) {
        log.held.get(number).accept(result);
        settle();
    }

    @Test
    void whileTheLogIsAwayNothingWaitsForIt() {
        passes(Duration.ZERO);
        log.answer = name -> new SendResult.Failed("it is away");
        store("a");
        int sends = log.sends.get();
        log.opens = false;
        assertThat(store("b")).isCompletedWithValue(StoreResult.STORED);
        passes(Duration.ofSeconds(10));
        assertThat(store("c")).isCompletedWithValue(StoreResult.STORED);
        assertThat(log.sends).hasValue(sends);
        assertThat(status().logUp()).isFalse();
        assertThat(status().canStore()).isTrue();
    }

    @Test
    void aLogThatIsBackIsTriedWithOneEvent() {
        log.opens = false;
        passes(Duration.ZERO);
        store("a", "b", "c");
        log.opens = true;
        log.answer = name -> new SendResult.Failed("it is not back");
        passes(Duration.ofSeconds(1));
        assertThat(log.sends).hasValue(1);
        assertThat(store("d")).isCompletedWithValue(StoreResult.STORED);
        assertThat(log.sends).hasValue(1);

        log.answer = name -> SendResult.LOGGED;
        passes(Duration.ofSeconds(5));
        assertThat(log.events).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aFurtherTryComesLaterEachTime() {
        log.opens = false;
        passes(Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            passes(Duration.ofMillis(100));
        }
        assertThat(status().failures()).isBetween(5L, 10L);
    }

    @Test
    void aLaneWithNothingInTheSpoolIsSentDirectlyThoughOthersWait() {
        log.opens = false;
        store("a");
        log.opens = true;
        log.answer = name -> {
            log.holds = name.equals("a");
            return SendResult.LOGGED;
        };
        passes(Duration.ofSeconds(1));
        assertThat(log.events).containsExactly("a");
        delivery.store(batch("b"));
        settle();
        assertThat(log.events).containsExactly("a");

        log.holds = false;
        CollectedEvent other = other();
        assertThat(Lanes.of(other)).isNotEqualTo(Lanes.of(batch("b").get(0)));
        delivery.store(List.of(other));
        settle();
        assertThat(log.events).contains("other");
    }

    @Test
    void aLaneComesBackAsSoonAsItHasNothingInTheSpool() {
        log.opens = false;
        store("a");
        delivery.store(List.of(other()));
        settle();
        log.opens = true;
        log.holds = true;
        passes(Duration.ofSeconds(1));
        answer(0, SendResult.LOGGED);
        assertThat(log.held).as("a, then the other").hasSize(2);
        store("b");
        assertThat(log.held).hasSize(3);
        assertThat(status().spooled()).isEqualTo(2);
    }

    /** The log is up, and {@code a2} is on its way from the spool to it. */
    private CompletableFuture<StoreResult> storeBehindOneOfTheSpool() {
        log.opens = false;
        store("a1", "a2");
        log.opens = true;
        log.holds = true;
        passes(Duration.ofSeconds(1));
        answer(0, SendResult.LOGGED);
        CompletableFuture<StoreResult> result = store("b1", "b2");
        assertThat(log.held).as("a1 and a2").hasSize(2);
        assertThat(status().spooled()).isEqualTo(2);
        assertThat(result).isNotDone();
        return result;
    }

    @Test
    void aLaneThatIsAboutToComeBackHoldsItsEventsBack() {
        CompletableFuture<StoreResult> result = storeBehindOneOfTheSpool();
        answer(1, SendResult.LOGGED);
        assertThat(log.held).hasSize(4);
        answer(2, SendResult.LOGGED);
        answer(3, SendResult.LOGGED);
        assertThat(result).isCompletedWithValue(StoreResult.STORED);
        assertThat(status().spooled()).isEqualTo(2);
        assertThat(status().sent()).isEqualTo(2);
    }

    @Test
    void whatIsHeldBackGoesToTheSpoolAtAFailure() {
        CompletableFuture<StoreResult> result = storeBehindOneOfTheSpool();
        answer(1, new SendResult.Failed("it is away"));
        assertThat(result).isCompletedWithValue(StoreResult.STORED);
        assertThat(status().spooled()).isEqualTo(4);
        log.holds = false;
        passes(Duration.ofSeconds(1));
        assertThat(log.events).containsExactly("a2", "b1", "b2");
    }

    @Test
    void whatIsHeldBackForTooLongGoesToTheSpool() {
        CompletableFuture<StoreResult> result = storeBehindOneOfTheSpool();
        passes(Duration.ofMillis(900));
        assertThat(result).isNotDone();
        passes(Duration.ofMillis(200));
        assertThat(result).isCompletedWithValue(StoreResult.STORED);
        assertThat(status().spooled()).isEqualTo(4);
    }

    @Test
    void aStopSpoolsWhatIsHeldBack() {
        CompletableFuture<StoreResult> result = storeBehindOneOfTheSpool();
        CompletableFuture<?> stopped = delivery.stop(Duration.ofSeconds(1));
        settle();
        assertThat(result).isCompletedWithValue(StoreResult.STORED);
        assertThat(stopped).isDone();
    }

    private static CollectedEvent other() {
        return event("another device", "other");
    }

    @Test
    void whatWasThereAtTheStartComesBeforeEverything() {
        log.opens = false;
        store("a");
        delivery = start();
        passes(Duration.ZERO);
        delivery.store(List.of(other()));
        settle();
        assertThat(status().spooled()).isEqualTo(1);
        log.opens = true;
        passes(Duration.ofSeconds(1));
        assertThat(log.events).containsExactly("a", "other");
        store("b");
        assertThat(status().sent()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedForGoodIsKeptAndStopsNothing() {
        passes(Duration.ZERO);
        log.answer = name -> name.equals("b") ? new SendResult.Refused("it is too large") : SendResult.LOGGED;
        assertThat(store("a", "b", "c")).isCompletedWithValue(StoreResult.STORED);
        assertThat(log.events).containsExactly("a", "c");
        assertThat(status().refused()).isEqualTo(1);
        assertThat(status().generations()).isEqualTo(1);
        assertThat(refusedDisk.forces()).isEqualTo(1);

        log.opens = false;
        log.answer = name -> name.equals("e") ? new SendResult.Refused("it is too large") : new SendResult.Failed("");
        store("d", "e", "f");
        log.opens = true;
        log.answer = name -> name.equals("e") ? new SendResult.Refused("it is too large") : SendResult.LOGGED;
        passes(Duration.ofSeconds(5));
        assertThat(log.events).containsExactly("a", "c", "d", "f");
        assertThat(status().refused()).isEqualTo(2);
        assertThat(disk.list()).isEmpty();
    }

    @Test
    void aRefusedEventThatCannotBeKeptIsNotStored() {
        passes(Duration.ZERO);
        refusedDisk.faults((operation, number) -> Fault.FAILS);
        log.answer = name -> new SendResult.Refused("it is too large");
        assertThat(store("a")).isCompletedWithValue(StoreResult.UNAVAILABLE);
        assertThat(status().refused()).isZero();

        log.opens = false;
        passes(Duration.ZERO);
        log.answer = name -> new SendResult.Failed("away");
        store("b");
        log.opens = true;
        log.answer = name -> new SendResult.Refused("it is too large");
        passes(Duration.ofSeconds(5));
        assertThat(status().spool().empty()).isFalse();
        refusedDisk.faults((operation, number) -> Fault.NONE);
        passes(Duration.ofSeconds(5));
        assertThat(status().spool().empty()).isTrue();
        assertThat(status().refused()).isEqualTo(1);
    }

    @Test
    void withNeitherLogNorDiskItIsUnavailable() {
        log.opens = false;
        disk.faults((operation, number) -> Fault.FAILS);
        assertThat(store("a")).isCompletedWithValue(StoreResult.UNAVAILABLE);
        assertThat(status().canStore()).isFalse();
        assertThat(status().unavailable()).isEqualTo(1);
        assertThat(status().waitingBytes()).isZero();
        disk.faults((operation, number) -> Fault.NONE);
        assertThat(store("b")).isCompletedWithValue(StoreResult.STORED);
        assertThat(status().canStore()).isTrue();
    }

    @Test
    void aFullSpoolIsUnavailable() {
        log.opens = false;
        String large = "x".repeat(6_000);
        assertThat(store(large)).isCompletedWithValue(StoreResult.STORED);
        assertThat(store(large)).isCompletedWithValue(StoreResult.UNAVAILABLE);
        assertThat(status().canStore()).isFalse();
        log.opens = true;
        passes(Duration.ofSeconds(1));
        assertThat(store(large)).isCompletedWithValue(StoreResult.STORED);
        assertThat(status().canStore()).isTrue();
    }

    @Test
    void whatWaitsIsBounded() {
        passes(Duration.ZERO);
        log.holds = true;
        String large = "x".repeat(9_000);
        CompletableFuture<StoreResult> first = store(large);
        CompletableFuture<StoreResult> second = store(large);
        assertThat(store(large)).isCompletedWithValue(StoreResult.OVERLOADED);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(status().overloaded()).isEqualTo(1);
        log.held.forEach(done -> done.accept(SendResult.LOGGED));
        settle();
        assertThat(status().waitingBytes()).isZero();
        log.holds = false;
        assertThat(store(large)).isCompletedWithValue(StoreResult.STORED);
    }

    @Test
    void aDiskThatDoesNotAnswerIsAnsweredFor() {
        log.opens = false;
        CompletableFuture<StoreResult> result = delivery.store(batch("a"));
        mailbox.step();
        now += Duration.ofMillis(6_900).toNanos();
        delivery.tick();
        mailbox.step();
        assertThat(result).isNotDone();
        now += Duration.ofMillis(200).toNanos();
        delivery.tick();
        while (mailbox.step()) {
            // Only the disk does nothing.
        }
        assertThat(result).isCompletedWithValue(StoreResult.UNAVAILABLE);
        settle();
        assertThat(status().spooled()).isEqualTo(1);
        assertThat(status().waitingBytes()).isZero();
    }

    @Test
    void aStopWaitsForTheAcknowledgements() {
        passes(Duration.ZERO);
        log.holds = true;
        CompletableFuture<StoreResult> result = store("a");
        CompletableFuture<?> stopped = delivery.stop(Duration.ofSeconds(2));
        settle();
        assertThat(store("b")).isCompletedWithValue(StoreResult.STOPPING);
        assertThat(stopped).isNotDone();
        log.held.get(0).accept(SendResult.LOGGED);
        settle();
        assertThat(result).isCompletedWithValue(StoreResult.STORED);
        assertThat(stopped).isDone();
        assertThat(log.closes).hasValue(1);
        assertThat(disk.operations()).isZero();
    }

    @Test
    void aStopSpoolsWhatIsNotAcknowledgedInTime() throws IOException {
        passes(Duration.ZERO);
        log.holds = true;
        CompletableFuture<StoreResult> result = store("a");
        CompletableFuture<?> stopped = delivery.stop(Duration.ofSeconds(2));
        settle();
        passes(Duration.ofSeconds(2));
        assertThat(result).isCompletedWithValue(StoreResult.STORED);
        assertThat(stopped).isDone();
        assertThat(Spool.open(disk, MAX_BYTES, 1_000).isEmpty()).isFalse();
    }

    @Test
    void aStopEndsThoughTheDiskDoesNotAnswer() {
        log.opens = false;
        CompletableFuture<StoreResult> result = delivery.store(batch("a"));
        delivery.stop(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            now += Duration.ofSeconds(1).toNanos();
            delivery.tick();
            while (mailbox.step()) {
                opener.step();
            }
        }
        assertThat(result).isCompletedWithValue(StoreResult.UNAVAILABLE);
    }

    @Test
    void theOldestEventIsSaid() {
        log.opens = false;
        store("1");
        store("a later one");
        passes(Duration.ZERO);
        assertThat(status().oldestAt()).isEqualTo(batch("1").get(0).receivedAt());
        log.opens = true;
        passes(Duration.ofSeconds(1));
        assertThat(status().oldestAt()).isEqualTo(Long.MAX_VALUE);
    }
}
