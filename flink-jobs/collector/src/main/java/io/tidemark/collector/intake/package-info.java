/**
 * What becomes of a request: its key is checked, its events are judged, what is good is stored, and only then it is answered.
 * Puts the parts of the collector together and knows none of their insides.
 */
@NullMarked
package io.tidemark.collector.intake;

import org.jspecify.annotations.NullMarked;
