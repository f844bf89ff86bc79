/**
 * The service configuration as a collector knows it: it is read from the topic, kept in a file, and needs neither to go on.
 * Knows the project of an API key; counts nothing and answers nobody.
 */
@NullMarked
package io.tidemark.collector.service;

import org.jspecify.annotations.NullMarked;
