/**
 * Opening a lake: which catalog, which warehouse, which tables. {@link io.tidemark.lake.catalog.Lake} is the only
 * place that makes a catalog, so whatever is to be put between the product and Iceberg's catalog wraps it there.
 *
 * <p>More than 20 classes: each decorator of Iceberg's interfaces is a class, and only this package may make them.
 */
@NullMarked
package io.tidemark.lake.catalog;

import org.jspecify.annotations.NullMarked;
