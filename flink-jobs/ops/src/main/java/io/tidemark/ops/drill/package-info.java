/**
 * Losing it and getting it back, on purpose: a drill runs a whole pipeline in this process, does to it what once
 * happened, recovers by the product's own commands and nothing else, and compares with what would have been.
 */
@NullMarked
package io.tidemark.ops.drill;

import org.jspecify.annotations.NullMarked;
