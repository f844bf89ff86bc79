/**
 * Opening a lake: which catalog, which warehouse, which tables. {@link io.tidemark.lake.catalog.Lake} is the only
 * place that makes a catalog, so whatever is to stand between the product and Iceberg's catalog is put round it there.
 */
@NullMarked
package io.tidemark.lake.catalog;

import org.jspecify.annotations.NullMarked;
