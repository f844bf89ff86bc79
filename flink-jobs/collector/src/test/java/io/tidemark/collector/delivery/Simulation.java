package io.tidemark.collector.delivery;

import static io.tidemark.collector.spool.Events.event;
import static io.tidemark.collector.spool.Events.name;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.spool.SimulatedDisk;
import io.tidemark.collector.spool.SimulatedDisk.Fault;
import io.tidemark.collector.spool.SimulatedDisk.Operation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One history, from one seed: two collectors, a log, clients that send again, and whatever goes wrong. */
final class Simulation {
    private static final int STEPS = 120;
    private static final int ROUNDS = 400;
    private static final long MILLI = 1_000_000;
    private static final long WITHIN = 8_000 * MILLI;
    private static final long WAITING_BYTES = 1_500;
    private static final Set<Operation> FAILING =
            EnumSet.of(Operation.CREATE, Operation.APPEND, Operation.FORCE, Operation.TRUNCATE, Operation.DELETE);

    private final Random random;
    private final SimulatedLog log;
    private final List<SimulatedCollector> collectors = new ArrayList<>();
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final List<Request> open = new ArrayList<>();
    private final Deque<Request> again = new ArrayDeque<>();
    private final int diskFaults;
    /** How many of 100 steps are followed by all that they lead to. */
    private final int calm;

    private int clock;
    private long now;
    private int names;

    /** What a client knows of an event. */
    private static final class Sent {
        private final SimulatedCollector collector;
        private final String device;
        private final int firstTry;
        private int accepted = -1;

        private Sent(SimulatedCollector collector, String device, int firstTry) {
            this.collector = collector;
            this.device = device;
            this.firstTry = firstTry;
        }
    }

    private record Request(
            SimulatedCollector collector,
            List<CollectedEvent> events,
            int at,
            long since,
            CompletableFuture<StoreResult> answer) {}

    Simulation(long seed, SimulationRules rules) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.log = new SimulatedLog(random, rules);
        this.diskFaults = List.of(0, 0, 5, 25).get(random.nextInt(4));
        this.calm = List.of(0, 20, 80).get(random.nextInt(3));
        long maxBytes = random.nextInt(4) == 0 ? 300 : 100_000;
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            EventLog[] own = new EventLog[1];
            SimulatedCollector collector = new SimulatedCollector(
                    rules, () -> own[0].open(), () -> now, maxBytes, 100 + random.nextInt(300), WAITING_BYTES);
            own[0] = log.of(collector);
            collectors.add(collector);
            faults(collector);
        }
    }

    private void faults(SimulatedCollector collector) {
        for (SimulatedDisk disk : List.of(collector.disk, collector.refusedDisk)) {
            disk.faults((operation, number) -> {
                if (!FAILING.contains(operation) || random.nextInt(100) >= diskFaults) {
                    return Fault.NONE;
                }
                return random.nextInt(3) == 0 ? Fault.SHORT : Fault.FAILS;
            });
        }
    }

    /** What is wrong with the history, or an empty text. */
    String run() {
        for (int i = 0; i < STEPS; i++) {
            step();
            String fault = bounds();
            if (!fault.isEmpty()) {
                return fault;
            }
        }
        heal();
        String fault = drain();
        if (fault.isEmpty()) {
            // What is only remembered would be missed now.
            collectors.forEach(this::losePower);
            collectors.forEach(SimulatedCollector::restart);
            fault = drain();
        }
        return fault.isEmpty() ? verdict() : fault;
    }

    private void step() {
        SimulatedCollector collector = collectors.get(random.nextInt(collectors.size()));
        int what = random.nextInt(100);
        if (what < 18) {
            send(collector);
        } else if (what < 44) {
            collector.stepMailbox();
        } else if (what < 62) {
            collector.stepSpool();
        } else if (what < 68) {
            collector.stepOpener();
        } else if (what < 86) {
            log.step();
        } else if (what < 92) {
            now += random.nextInt(900) * MILLI;
            collector.delivery().tick();
        } else if (what < 95) {
            log.reachable(random.nextInt(4) > 0);
        } else if (what < 96) {
            losePower(collector);
            collector.restart();
            faults(collector);
        } else if (what < 97) {
            killProcess(collector);
            collector.restart();
        } else if (what < 98) {
            stop(collector);
        } else {
            settle(collector);
        }
        if (random.nextInt(100) < calm) {
            settle(collector);
            for (int i = random.nextInt(6); i > 0; i--) {
                log.step();
                settle(collector);
            }
        }
        readAnswers();
    }

    private void send(SimulatedCollector collector) {
        Request retried = random.nextBoolean() ? again.poll() : null;
        if (retried != null) {
            request(retried.collector(), retried.events());
            return;
        }
        List<CollectedEvent> events = new ArrayList<>();
        for (int size = 1 + random.nextInt(3); size > 0; size--) {
            String device = "device-" + random.nextInt(3);
            String name = ++names + (random.nextInt(30) == 0 ? SimulatedLog.POISON : "");
            events.add(event(device, name));
            sent.put(name, new Sent(collector, device, clock + events.size()));
        }
        request(collector, events);
    }

    private void request(SimulatedCollector collector, List<CollectedEvent> events) {
        open.add(new Request(collector, events, clock, now, collector.delivery().store(events)));
        clock += events.size();
    }

    private void readAnswers() {
        for (Iterator<Request> each = open.iterator(); each.hasNext(); ) {
            Request request = each.next();
            if (request.answer().isDone()) {
                each.remove();
                if (request.answer().join() == StoreResult.STORED) {
                    accepted(request);
                } else {
                    maybeAgain(request);
                }
            }
        }
    }

    private void accepted(Request request) {
        int at = request.at();
        for (CollectedEvent each : request.events()) {
            find(name(each)).accepted = ++at;
        }
    }

    private Sent find(String name) {
        Sent found = sent.get(name);
        if (found == null) {
            throw new AssertionError("Invented: " + name);
        }
        return found;
    }

    private void maybeAgain(Request request) {
        if (random.nextBoolean()) {
            again.add(request);
        }
    }

    private void connectionsLost(SimulatedCollector collector) {
        for (Iterator<Request> each = open.iterator(); each.hasNext(); ) {
            Request request = each.next();
            if (request.collector() == collector) {
                each.remove();
                maybeAgain(request);
            }
        }
    }

    private void losePower(SimulatedCollector collector) {
        killProcess(collector);
        collector.disk.kill(random);
        collector.refusedDisk.kill(random);
    }

    private void killProcess(SimulatedCollector collector) {
        readAnswers();
        connectionsLost(collector);
        log.kill(collector);
    }

    private void stop(SimulatedCollector collector) {
        CompletableFuture<?> stopped = collector.delivery().stop(Duration.ofSeconds(1));
        for (int i = 0; i < ROUNDS && !stopped.isDone(); i++) {
            settle(collector);
            log.step();
            now += 100 * MILLI;
            collector.delivery().tick();
        }
        if (!stopped.isDone()) {
            throw new AssertionError("It does not stop");
        }
        killProcess(collector);
        collector.restart();
    }

    /** Everything happens that can happen without the log and the time. */
    private void settle(SimulatedCollector collector) {
        boolean isBusy = true;
        while (isBusy) {
            isBusy = collector.stepMailbox() || collector.stepSpool() || collector.stepOpener();
        }
    }

    private String bounds() {
        for (SimulatedCollector collector : collectors) {
            long waiting = collector.delivery().status().waitingBytes();
            if (waiting < 0 || waiting > WAITING_BYTES) {
                return "Bytes that wait: " + waiting;
            }
        }
        if (random.nextInt(10) == 0) {
            collectors.forEach(collector -> collector.delivery().tick());
            collectors.forEach(this::settle);
            readAnswers();
            for (Request request : open) {
                if (now - request.since() >= WITHIN) {
                    return "Not answered in time: " + request;
                }
            }
        }
        return "";
    }

    private void heal() {
        log.heal();
        for (SimulatedCollector collector : collectors) {
            collector.disk.faults((operation, number) -> Fault.NONE);
            collector.refusedDisk.faults((operation, number) -> Fault.NONE);
        }
    }

    private String drain() {
        for (int i = 0; i < ROUNDS; i++) {
            for (SimulatedCollector collector : collectors) {
                settle(collector);
                collector.delivery().tick();
                settle(collector);
            }
            boolean isBusy = false;
            while (log.step()) {
                isBusy = true;
            }
            now += 500 * MILLI;
            readAnswers();
            if (!isBusy && open.isEmpty() && collectors.stream().allMatch(Simulation::isDrained)) {
                return "";
            }
        }
        return "Not drained: " + collectors.get(0).delivery().status() + " "
                + collectors.get(0).disk.list();
    }

    private static boolean isDrained(SimulatedCollector collector) {
        DeliveryStatus status = collector.delivery().status();
        return status.spool().empty() && status.waitingBytes() == 0 && status.logUp();
    }

    private String verdict() {
        Map<String, Integer> first = new HashMap<>();
        for (List<String> partition : log.partitions()) {
            for (int i = 0; i < partition.size(); i++) {
                String name = partition.get(i);
                if (!sent.containsKey(name)) {
                    return "Invented: " + name;
                }
                first.putIfAbsent(name, i);
            }
        }
        for (Map.Entry<String, Sent> each : sent.entrySet()) {
            Sent one = each.getValue();
            if (one.accepted >= 0 && !isKept(each.getKey(), one, first)) {
                return "Answered 200 and lost: " + each.getKey();
            }
            for (Map.Entry<String, Sent> other : sent.entrySet()) {
                if (isInOrder(one, other.getValue()) && isAfter(first.get(each.getKey()), first.get(other.getKey()))) {
                    return "Out of order: " + each.getKey() + " behind " + other.getKey() + " in " + log.partitions();
                }
            }
        }
        return "";
    }

    private static boolean isKept(String name, Sent one, Map<String, Integer> first) {
        if (!name.contains(SimulatedLog.POISON)) {
            return first.containsKey(name);
        }
        return one.collector.refusedDisk.list().stream()
                .anyMatch(file -> new String(one.collector.refusedDisk.bytes(file), ISO_8859_1).contains(name));
    }

    /** Whether an event was accepted before the first try of another one of the same device at the same collector. */
    private static boolean isInOrder(Sent one, Sent other) {
        return one.collector == other.collector
                && one.device.equals(other.device)
                && one.accepted >= 0
                && one.accepted < other.firstTry;
    }

    private static boolean isAfter(
            @org.jspecify.annotations.Nullable Integer one, @org.jspecify.annotations.Nullable Integer other) {
        return one != null && other != null && one > other;
    }
}
