@NullMarked
package io.tidemark.ops.traffic;

import org.jspecify.annotations.NullMarked;
