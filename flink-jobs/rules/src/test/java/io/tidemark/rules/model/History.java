package io.tidemark.rules.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a log of one partition means: its accepted events in the order of the log, and everything that became of the other
 * records. Nothing of it comes from the code that is tested, but for the derivation of ids, which has a test of its own.
 *
 * @param events the accepted events
 * @param verdicts what became of every record, by offset
 * @param merges devices that merged into a user, as names
 * @param corrections what people said of identities
 * @param log the records, by offset
 */
public record History(
        List<PersonEvent> events,
        List<Verdict> verdicts,
        Map<String, String> merges,
        Corrections corrections,
        List<RandomHistory.Sent> log) {
    private static final IdentityKeys OF_ALL = new IdentityKeys(IdentityScope.ORGANISATION, "default");
    private static final IdentityKeys OF_PROJECT = new IdentityKeys(IdentityScope.PROJECT, "default");
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;
    private static final long FIVE_YEARS = 1826 * DAY;
    private static final long FARTHEST = 9_000_000_000_000_000L;

    /** The order in which a person's events happened: by event_time, then by place. */
    public static final Comparator<PersonEvent> BY_TIME =
            Comparator.comparingLong(PersonEvent::ms).thenComparingInt(PersonEvent::offset);

    /** Reads a log; nothing is throttled, and a person is one across all projects. */
    public static History of(List<RandomHistory.Sent> log) {
        return of(log, false, Corrections.NONE);
    }

    /** Reads a log; nothing is throttled, and each project may have people of its own. */
    public static History of(List<RandomHistory.Sent> log, boolean byProject, Corrections corrections) {
        LogModel model = new LogModel(0, 0, byProject);
        log.forEach(sent -> model.record(sent.value(), sent.timestamp()));
        List<Verdict> verdicts = model.verdicts();
        List<Verdict> owners = model.unmerged();
        var events = new ArrayList<PersonEvent>();
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i).outcome().equals("accepted")) {
                String owner = owners.get(i).person();
                events.add(event(i, log.get(i), owner, corrections.person(owner, model.merges())));
            }
        }
        return new History(List.copyOf(events), verdicts, Map.copyOf(model.merges()), corrections, List.copyOf(log));
    }

    private static PersonEvent event(
            int offset, RandomHistory.Sent sent, @Nullable String owner, @Nullable String person) {
        JsonNode event;
        try {
            event = LogModel.parse(sent.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long received = whole(event, "server_received_time", sent.timestamp());
        long time = Math.max(-FARTHEST, Math.min(FARTHEST, whole(event, "time", received)));
        long late = received - whole(event, "client_upload_time", received);
        boolean corrected = event.path("time").isNumber() && Math.abs(late) >= MINUTE;
        long ms = corrected ? Math.max(-FARTHEST, Math.min(FARTHEST, time + late)) : time;
        int year = Instant.ofEpochMilli(ms).atOffset(ZoneOffset.UTC).getYear();
        boolean suspect = ms - received > DAY || received - ms > FIVE_YEARS || year < 2000 || year > 2100;
        Long id = person == null ? null : amplitudeId(person);
        return new PersonEvent(offset, event, ms, received, sent.timestamp(), suspect, owner, person, id);
    }

    private static long whole(JsonNode event, String member, long otherwise) {
        JsonNode value = event.path(member);
        return value.isNumber() ? value.decimalValue().longValue() : otherwise;
    }

    /** A record of the log, read as JSON. @throws UncheckedIOException if it is none */
    public JsonNode record(int offset) {
        try {
            return LogModel.parse(log.get(offset).value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of a {@code user:…} or {@code device:…}, of a project or of all. */
    public static long amplitudeId(String name) {
        int end = LogModel.endOfScope(name);
        IdentityKeys keys = end == 0 ? OF_ALL : OF_PROJECT;
        String project = end == 0 ? "default" : LogModel.projectOf(name.substring(0, end));
        String id = name.substring(name.indexOf(':', end) + 1);
        return IdentityKeys.amplitudeId(
                name.startsWith("user:", end) ? keys.ofUser(project, id) : keys.ofDevice(project, id));
    }

    /** Everybody who is somebody else by merges and corrections, and who, as names. */
    public Map<String, String> resolved() {
        return corrections.resolved(merges);
    }

    /** The events that questions count, by person, each person's in the order in which they happened. */
    public Map<Long, List<PersonEvent>> byPerson(@Nullable Long from, @Nullable Long to) {
        var people = new HashMap<Long, List<PersonEvent>>();
        for (PersonEvent event : events) {
            if (event.isCounted() && event.isWithin(from, to)) {
                people.computeIfAbsent(event.amplitudeId(), person -> new ArrayList<>())
                        .add(event);
            }
        }
        people.values().forEach(list -> list.sort(BY_TIME));
        return people;
    }
}
