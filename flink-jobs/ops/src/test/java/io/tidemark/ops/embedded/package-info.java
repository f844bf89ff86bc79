@NullMarked
package io.tidemark.ops.embedded;

import org.jspecify.annotations.NullMarked;
