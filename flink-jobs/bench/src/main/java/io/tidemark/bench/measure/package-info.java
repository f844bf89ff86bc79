/**
 * What is measured, and in what: CPU-seconds of a process, slices of a run, profiles, and figures that noise is taken from.
 */
@NullMarked
package io.tidemark.bench.measure;

import org.jspecify.annotations.NullMarked;
