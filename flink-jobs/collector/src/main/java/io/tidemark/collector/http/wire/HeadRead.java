package io.tidemark.collector.http.wire;

/** What a request's head turned out to be: one that can be served, or why not. */
public sealed interface HeadRead permits RequestHead, Refusal {}
