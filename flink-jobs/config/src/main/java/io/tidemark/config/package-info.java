/**
 * What the pipeline is told: one YAML file read into immutable records, with every problem reported at once. Knows no
 * Flink, no Iceberg and no Kafka; the code that starts something turns these values into the options of that system.
 *
 * <p>More than 20 classes: each section of the file is a record, and their readers are seen by nobody else.
 */
@NullMarked
package io.tidemark.config;

import org.jspecify.annotations.NullMarked;
