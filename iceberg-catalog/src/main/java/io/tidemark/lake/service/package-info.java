/** The table with the configuration of the services: the rows of each version, as they were written. */
@NullMarked
package io.tidemark.lake.service;

import org.jspecify.annotations.NullMarked;
