/** How immutable values cross Flink's shuffle: what their types and serializers have in common. */
@NullMarked
package io.tidemark.job.shuffle;

import org.jspecify.annotations.NullMarked;
