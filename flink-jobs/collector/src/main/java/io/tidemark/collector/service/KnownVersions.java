package io.tidemark.collector.service;

import io.tidemark.rules.service.ConfigHistory;

/**
 * What a collector knows of the service configuration.
 *
 * @param history all versions
 * @param confirmedAt when the topic had no more, ms since the epoch
 */
public record KnownVersions(ConfigHistory history, long confirmedAt) {}
