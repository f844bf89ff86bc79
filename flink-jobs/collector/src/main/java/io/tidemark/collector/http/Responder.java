package io.tidemark.collector.http;

/** Takes the one answer to a request. The request's body counts as held memory until then. */
@FunctionalInterface
public interface Responder {
    /**
     * Answers; from any thread.
     *
     * @return whether this was the answer; false: there was one before, or the server gave one as it took too long
     */
    boolean answer(Response response);
}
