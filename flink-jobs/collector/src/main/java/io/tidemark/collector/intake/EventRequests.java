package io.tidemark.collector.intake;

import io.tidemark.collector.delivery.StoreResult;
import io.tidemark.collector.envelope.Admission;
import io.tidemark.collector.envelope.Admitted;
import io.tidemark.collector.envelope.Answer;
import io.tidemark.collector.envelope.Envelope;
import io.tidemark.collector.envelope.EnvelopeReader;
import io.tidemark.collector.envelope.PathKind;
import io.tidemark.collector.envelope.RequestFacts;
import io.tidemark.collector.flood.BadKeys;
import io.tidemark.collector.flood.FloodLimit;
import io.tidemark.collector.http.Handler;
import io.tidemark.collector.http.Received;
import io.tidemark.collector.http.Responder;
import io.tidemark.collector.http.Response;
import io.tidemark.collector.metrics.CollectorMetrics;
import io.tidemark.collector.service.KeyCheck;
import io.tidemark.collector.service.ServiceVersions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests. 200 is given only when every event of the request is stored. The API key is checked first: a sender
 * without a valid one is told nothing else.
 */
public final class EventRequests implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(EventRequests.class);
    private static final String RETRY_AFTER = "Retry-After";
    private static final String CONFIG = "/config/";
    /** What the browser SDK reads when a page is opened: nothing is configured from here. */
    private static final byte[] NO_REMOTE_CONFIG = "{\"configs\":{}}".getBytes(StandardCharsets.US_ASCII);

    private final ServiceVersions versions;
    private final FloodLimit floods;
    private final BadKeys badKeys;
    private final EventStore store;
    private final CollectorMetrics metrics;
    private final ThreadLocal<EnvelopeReader> readers = ThreadLocal.withInitial(EnvelopeReader::new);
    private final ThreadLocal<Admission> admissions;

    /**
     * Answers with these parts.
     *
     * @param newInsertIds gives an id for every event that was sent without one
     */
    public EventRequests(
            Admission.Rules rules,
            ServiceVersions versions,
            FloodLimit floods,
            BadKeys badKeys,
            EventStore store,
            CollectorMetrics metrics,
            Supplier<UUID> newInsertIds) {
        this.versions = versions;
        this.floods = floods;
        this.badKeys = badKeys;
        this.store = store;
        this.metrics = metrics;
        this.admissions = ThreadLocal.withInitial(() -> new Admission(rules, newInsertIds));
    }

    @Override
    public void handle(Received request, Responder responder) {
        if (request.path().startsWith(CONFIG)) {
            responder.answer(
                    request.method().equals("GET")
                            ? Response.json(200, NO_REMOTE_CONFIG)
                            : Response.methodNotAllowed(List.of("GET")));
            return;
        }
        PathKind kind = PathKind.of(request.path());
        if (kind == null) {
            responder.answer(response(Answer.invalidPath()));
        } else if (!request.method().equals("POST")) {
            responder.answer(Response.methodNotAllowed(List.of("POST", "OPTIONS")));
        } else {
            take(readers.get().read(kind, request.body()), request, responder);
        }
    }

    private void take(Envelope envelope, Received request, Responder responder) {
        String key = envelope.apiKey();
        Answer problem = envelope.problem();
        if (key == null) {
            responder.answer(response(problem == null ? Answer.missing("api_key") : problem));
            return;
        }
        KeyCheck check = versions.check(key, request.receivedAt());
        if (check instanceof KeyCheck.Valid valid && allows(valid, request)) {
            admit(valid, envelope, request, responder);
        } else if (check instanceof KeyCheck.NotKnown) {
            responder.answer(unavailable());
        } else {
            responder.answer(badKey(key, request));
        }
    }

    private static boolean allows(KeyCheck.Valid key, Received request) {
        String origin = request.headers().origin();
        return origin == null || key.allows(origin);
    }

    private Response badKey(String key, Received request) {
        metrics.badKey();
        byte[] sender = request.sender().getBytes(StandardCharsets.US_ASCII);
        return badKeys.takes(sender, request.receivedAt())
                ? response(Answer.invalidApiKey(key))
                : response(Answer.tooMany()).withHeader(RETRY_AFTER, "60");
    }

    private void admit(KeyCheck.Valid key, Envelope envelope, Received request, Responder responder) {
        RequestFacts facts = new RequestFacts(
                key.project(),
                key.config().version(),
                request.receivedAt(),
                request.sender(),
                request.headers().userAgent(),
                isBeacon(request),
                new ProjectGate(key.config(), key.project(), floods, request.receivedAt()));
        Admitted admitted = admissions.get().admit(envelope, facts);
        count(admitted.tally());
        if (!(admitted instanceof Admitted.Taken taken)) {
            responder.answer(response(admitted.answer()));
        } else if (taken.events().isEmpty()) {
            responder.answer(response(taken.answer()));
        } else {
            var unused = store.store(taken.events())
                    .whenComplete((result, failure) -> answer(taken, result, failure, responder));
        }
    }

    private void answer(
            Admitted.Taken taken, @Nullable StoreResult result, @Nullable Throwable failure, Responder responder) {
        if (failure != null) {
            LOG.error("Events could not be stored", failure);
            metrics.failed();
        }
        if (result == StoreResult.STORED && failure == null) {
            metrics.accepted(taken.events().size());
            responder.answer(response(taken.answer()));
        } else {
            responder.answer(unavailable());
        }
    }

    private void count(Admitted.Tally tally) {
        tally.refused().forEach((reason, events) -> metrics.rejected(reason.text(), events));
        for (Admitted.DeviceRefusal device : tally.devices()) {
            metrics.rejected(device.cause().name().toLowerCase(Locale.ROOT), device.events());
            if (device.cause() == Admitted.DeviceRefusal.Cause.FLOOD) {
                metrics.flooded(device.events());
            }
        }
    }

    /** Browsers send beacons as text; nothing else that sends events does. */
    private static boolean isBeacon(Received request) {
        String type = request.headers().contentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/plain");
    }

    private static Response unavailable() {
        return response(Answer.unavailable()).withHeader(RETRY_AFTER, "10");
    }

    private static Response response(Answer answer) {
        return Response.json(answer.status(), answer.body());
    }
}
