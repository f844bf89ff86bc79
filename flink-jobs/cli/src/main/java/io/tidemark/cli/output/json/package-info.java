/**
 * What commands print for machines: each document is a record that names its keys, and {@link JsonOutput} is the one
 * printer of all of them. Keys, their order and their kinds outlive a release.
 *
 * <p>More than 20 classes: one for each document, and nothing else.
 */
@NullMarked
package io.tidemark.cli.output.json;

import org.jspecify.annotations.NullMarked;
