@NullMarked
package io.tidemark.ops.upgrade;

import org.jspecify.annotations.NullMarked;
