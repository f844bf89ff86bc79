/**
 * Made-up traffic of a bookshop, with everything that real traffic has: people with several devices, shared tablets,
 * retries, wrong clocks, broken records, a flood. Values only, from a seed: no clock, no I/O, and the same bytes again
 * for the same settings, on any machine.
 */
@NullMarked
package io.tidemark.ops.traffic;

import org.jspecify.annotations.NullMarked;
