/**
 * The same statement on three engines, each of them real: Trino and Spark as processes of their own on loopback, Flink
 * SQL in this one. They are set up by what {@code sql/connect} tells an analyst to write, so those pages are tested. Trino
 * and Spark are there where {@code sql/engines/test} has fetched them; without it these tests are skipped.
 */
@NullMarked
package io.tidemark.ops.engines;

import org.jspecify.annotations.NullMarked;
