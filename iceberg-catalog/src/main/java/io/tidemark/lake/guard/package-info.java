/**
 * What may not be done to a lake, and who may do what: refusals, the writer's epoch, the environment. Rules on values;
 * the catalog that calls them is composed in {@code io.tidemark.lake.catalog}.
 */
@NullMarked
package io.tidemark.lake.guard;

import org.jspecify.annotations.NullMarked;
