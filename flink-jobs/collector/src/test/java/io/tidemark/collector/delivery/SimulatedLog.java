package io.tidemark.collector.delivery;

import static io.tidemark.collector.spool.Events.name;

import io.tidemark.collector.record.CollectedEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broker and its producers, as Kafka's are: a batch may be appended though its acknowledgement is lost, also long after
 * its producer was closed; and a producer that is not closed after a failure goes on with what is behind it.
 */
final class SimulatedLog {
    /** Events with this in their names are refused for good. */
    static final String POISON = "poison";

    private static final int PARTITIONS = 2;

    private final Random random;
    private final SimulationRules rules;
    private final List<List<String>> partitions = new ArrayList<>();
    /** Batches that are still on their way, though nobody waits for them any more. */
    private final List<Flight> late = new ArrayList<>();

    private final List<Connection> connections = new ArrayList<>();
    private boolean reachable = true;
    /** How many of 100 batches fail. */
    private int failing;

    SimulatedLog(Random random, SimulationRules rules) {
        this.random = random;
        this.rules = rules;
        this.failing = random.nextBoolean() ? 4 : 25;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    private record Pending(CollectedEvent event, Consumer<SendResult> done) {}

    private record Flight(int partition, List<Pending> events) {}

    /** The names of the events of a partition, in its order. */
    List<List<String>> partitions() {
        return partitions;
    }

    /** The broker goes, or comes back. */
    void reachable(boolean is) {
        reachable = is;
    }

    /** From now on nothing fails. */
    void heal() {
        reachable = true;
        failing = 0;
    }

    /** The log as one collector sees it. */
    EventLog of(Object owner) {
        return () -> {
            if (!reachable && random.nextBoolean()) {
                throw new IOException("Injected: not reachable");
            }
            Connection connection = new Connection(owner);
            connections.add(connection);
            return connection;
        };
    }

    /** The process of an owner is gone: what it sent may arrive yet. */
    void kill(Object owner) {
        for (Connection connection : List.copyOf(connections)) {
            if (connection.owner == owner) {
                connection.loseFlights();
                connections.remove(connection);
            }
        }
    }

    /** Something happens, if there is anything to happen. */
    boolean step() {
        if (!late.isEmpty() && random.nextInt(4) == 0) {
            append(late.remove(random.nextInt(late.size())));
            return true;
        }
        List<Connection> busy = connections.stream().filter(Connection::isBusy).toList();
        if (busy.isEmpty()) {
            return false;
        }
        busy.get(random.nextInt(busy.size())).step();
        return true;
    }

    private void append(Flight flight) {
        for (Pending pending : flight.events()) {
            if (!isPoison(pending)) {
                partitions.get(flight.partition()).add(name(pending.event()));
            }
        }
    }

    private static boolean isPoison(Pending pending) {
        return name(pending.event()).contains(POISON);
    }

    private final class Connection implements Generation {
        private final Object owner;
        private final List<Deque<Pending>> queues = new ArrayList<>();
        private final List<Deque<Flight>> flights = new ArrayList<>();
        private boolean closed;

        private Connection(Object owner) {
            this.owner = owner;
            for (int i = 0; i < PARTITIONS; i++) {
                queues.add(new ArrayDeque<>());
                flights.add(new ArrayDeque<>());
            }
        }

        @Override
        public void send(CollectedEvent event, Consumer<SendResult> done) {
            if (closed || (!reachable && random.nextInt(8) == 0)) {
                done.accept(new SendResult.Failed("Injected: not sent"));
                return;
            }
            queues.get(Math.floorMod(Arrays.hashCode(event.key()), PARTITIONS)).add(new Pending(event, done));
        }

        @Override
        public void close() {
            closed |= rules.closesAtTheFirstFailure();
        }

        private boolean isBusy() {
            return queues.stream().anyMatch(queue -> !queue.isEmpty())
                    || flights.stream().anyMatch(queue -> !queue.isEmpty());
        }

        private void step() {
            if (closed) {
                abort();
                return;
            }
            int partition = random.nextInt(PARTITIONS);
            Deque<Flight> sent = flights.get(partition);
            Deque<Pending> queue = queues.get(partition);
            boolean sends = sent.size() < rules.inFlight() && !queue.isEmpty();
            if (sends && (sent.isEmpty() || random.nextBoolean())) {
                List<Pending> batch = new ArrayList<>();
                for (int size = 1 + random.nextInt(3); size > 0 && !queue.isEmpty(); size--) {
                    batch.add(queue.remove());
                }
                sent.add(new Flight(partition, batch));
            } else if (!sent.isEmpty()) {
                answer(sent.remove());
            }
        }

        private void answer(Flight flight) {
            int chance = random.nextInt(100);
            if (reachable && chance >= failing) {
                take(flight);
            } else if (reachable && chance % 2 == 0) {
                append(flight);
                fail(flight);
            } else {
                lose(flight);
                fail(flight);
            }
        }

        /** A batch with a record that is refused is refused as a whole, but the others may be sent again. */
        private void take(Flight flight) {
            boolean isRefused = flight.events().stream().anyMatch(SimulatedLog::isPoison);
            if (!isRefused) {
                append(flight);
            }
            for (Pending pending : flight.events()) {
                if (isPoison(pending)) {
                    pending.done().accept(new SendResult.Refused("Injected: refused"));
                } else {
                    pending.done()
                            .accept(isRefused ? new SendResult.Failed("Injected: beside one") : SendResult.LOGGED);
                }
            }
        }

        private void lose(Flight flight) {
            if (random.nextBoolean()) {
                late.add(flight);
            }
        }

        private void fail(Flight flight) {
            flight.events().forEach(pending -> pending.done().accept(new SendResult.Failed("Injected: lost")));
        }

        private void loseFlights() {
            flights.forEach(sent -> {
                sent.forEach(this::lose);
                sent.clear();
            });
        }

        private void abort() {
            for (int i = 0; i < PARTITIONS; i++) {
                for (@Nullable Flight flight = flights.get(i).poll();
                        flight != null;
                        flight = flights.get(i).poll()) {
                    lose(flight);
                    fail(flight);
                }
                for (@Nullable Pending pending = queues.get(i).poll();
                        pending != null;
                        pending = queues.get(i).poll()) {
                    pending.done().accept(new SendResult.Failed("Injected: aborted"));
                }
            }
        }
    }
}
