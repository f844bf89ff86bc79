package io.tidemark.ops.traffic;

import io.tidemark.ops.traffic.Retries.Retry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * The traffic of a bookshop, record by record in the order in which a collector received it.
 *
 * <p>Three streams are merged by time: visitors, retries of what visitors sent, and floods. About one record in fifty
 * repeats an earlier one, one in two hundred is broken, and from 20,000 records on a few in a hundred belong to a flood.
 * Memory depends on the number of people, never on the number of records. The same settings give the same bytes.
 */
public final class Traffic implements Iterator<Message> {
    private static final int ONE_RETRY_IN = 47;
    private static final int ONE_BROKEN_IN = 190;
    private static final double SHARE_WITHOUT_RETRIES = 0.98;
    private static final long LONGEST_RETRY_MILLIS = 600_000;

    private final TrafficSettings settings;
    private final SplittableRandom random;
    private final Population population;
    private final EventWriter writer;
    private final Pace pace;
    private final Flood flood;
    private final Retries retries = new Retries();
    private final ByteText text = new ByteText();
    private final Visit[] visits;
    private Visit scraper;
    private long visitsBegun;
    private long events;
    private long emitted;

    /** Traffic from its beginning. */
    public Traffic(TrafficSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.population = new Population(settings.seed(), settings.people());
        this.writer = new EventWriter(settings.seed(), new Stock(settings.seed()), settings.averageBytes());
        this.flood = new Flood(settings);
        long byVisitors = Math.round(settings.events() * SHARE_WITHOUT_RETRIES) - flood.events();
        this.pace = new Pace(settings.startMillis(), settings.spanMillis(), byVisitors);
        // A visitor takes some twenty seconds from one event to the next, but a short traffic still has whole visits.
        double aSecond = settings.events() * 1000.0 / settings.spanMillis();
        this.visits = new Visit[(int) Math.max(8, Math.min(400, aSecond * 20))];
        for (int i = 0; i < visits.length; i++) {
            visits[i] = newVisit(settings.startMillis());
        }
        this.scraper = Visit.scrape(flood.device(), population, random, settings.startMillis());
    }

    @Override
    public boolean hasNext() {
        return emitted < settings.events();
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The traffic of " + settings.events() + " records is over.");
        }
        emitted++;
        Retry retry = retries.nextMillis() <= Math.min(pace.nextMillis(), flood.nextMillis()) ? retries.poll() : null;
        if (retry != null) {
            return again(retry);
        }
        return flood.nextMillis() <= pace.nextMillis() ? ofFlood() : ofVisitor();
    }

    private Message again(Retry retry) {
        long received = (long) retry.dueMillis();
        EventWriter.close(text.clear().add(retry.opened()), retry.clock(), received, 0);
        return new Message(retry.key(), text.copy(), received);
    }

    private Message ofFlood() {
        double due = flood.nextMillis();
        if (flood.begins()) {
            scraper = Visit.scrape(flood.device(), population, random, (long) due);
        }
        flood.advance();
        return event(scraper, scraper.look(), due, false);
    }

    private Message ofVisitor() {
        double due = pace.nextMillis();
        pace.advance(random);
        int at = random.nextInt(visits.length);
        Visit visit = visits[at];
        Step step = visit.step();
        Message message = random.nextInt(ONE_BROKEN_IN) == 0
                ? broken(visit, step, (long) due)
                : event(visit, step, due, random.nextInt(ONE_RETRY_IN) == 0);
        if (visit.over()) {
            visit.end();
            visits[at] = newVisit((long) due);
        }
        return message;
    }

    private Message event(Visit visit, Step step, double due, boolean sentAgain) {
        long received = (long) due;
        Clock clock = step == Step.ORDER_SHIPPED ? Clock.RIGHT : visit.device().clock();
        int latency = visit.device().latencyMillis();
        writer.open(text, visit, step, events++, received - latency, random);
        byte[] key = writer.key(text, visit, step);
        if (sentAgain) {
            double longest = Math.min(LONGEST_RETRY_MILLIS, settings.spanMillis() / 30.0);
            retries.add(new Retry(due + longest * random.nextDouble(), key, text.copy(), clock));
        }
        EventWriter.close(text, clock, received, Math.min(latency, 20));
        return new Message(key, text.copy(), received);
    }

    private Message broken(Visit visit, Step step, long received) {
        writer.open(text, visit, step, events++, received, random);
        EventWriter.close(text, visit.device().clock(), received, 0);
        byte[] key = BrokenRecords.write(text, visit.device(), received, random);
        return new Message(key, text.copy(), received);
    }

    private Visit newVisit(long nowMillis) {
        return Visit.begin(population, random, Hash.of(settings.seed() ^ 0x57AL, visitsBegun++), nowMillis);
    }
}
