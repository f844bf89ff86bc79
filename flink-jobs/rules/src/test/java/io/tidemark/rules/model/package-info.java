/**
 * A second opinion: the rules of events.md and identity.md written once more, record by record over the whole log, with
 * Jackson and plain maps and nothing of the product. Tests compare the product with it.
 */
@NullMarked
package io.tidemark.rules.model;

import org.jspecify.annotations.NullMarked;
