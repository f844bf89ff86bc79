package io.tidemark.collector.envelope;

import org.jspecify.annotations.Nullable;

/** What a body says: whose events it has, and where they are; or why it is none. Made by {@link EnvelopeReader}. */
public final class Envelope {
    private final int size;
    private final @Nullable String apiKey;
    private final @Nullable Answer problem;
    private final EventSlices events;
    private final @Nullable Long uploadMillis;
    private final @Nullable Long minIdLength;

    private Envelope(
            int size,
            @Nullable String apiKey,
            @Nullable Answer problem,
            EventSlices events,
            @Nullable Long uploadMillis,
            @Nullable Long minIdLength) {
        this.size = size;
        this.apiKey = apiKey;
        this.problem = problem;
        this.events = events;
        this.uploadMillis = uploadMillis;
        this.minIdLength = minIdLength;
    }

    /** A body with events. */
    static Envelope of(
            int size, String apiKey, EventSlices events, @Nullable Long uploadMillis, @Nullable Long minIdLength) {
        return new Envelope(size, apiKey, null, events, uploadMillis, minIdLength);
    }

    /** A body that is answered with this, and the API key that was found in it all the same. */
    static Envelope refused(int size, @Nullable String apiKey, Answer problem) {
        EventSlices none = new EventSlices(new byte[0], 0);
        return new Envelope(size, apiKey, problem, none, null, null);
    }

    /**
     * The API key, at most {@link EnvelopeReader#LONGEST_KEY} characters of it; null where none was found. It comes
     * first: a key that is not valid is answered with {@link Answer#invalidApiKey}, whatever else is wrong.
     */
    public @Nullable String apiKey() {
        return apiKey;
    }

    /** What the request is answered where its key is valid or there is none; null where there are events to judge. */
    public @Nullable Answer problem() {
        return problem;
    }

    /** How many events there are. */
    public int count() {
        return events.count();
    }

    /** How many bytes the body has, inflated. */
    public int size() {
        return size;
    }

    EventSlices events() {
        return events;
    }

    /** When the client says that it sent the request, in ms since the epoch on its own clock; null where it does not. */
    @Nullable
    Long uploadMillis() {
        return uploadMillis;
    }

    /** The shortest id that the client allows, in characters; null where it does not say. */
    @Nullable
    Long minIdLength() {
        return minIdLength;
    }
}
