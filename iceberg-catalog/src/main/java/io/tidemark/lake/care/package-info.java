/** Looking after a lake: the trash, and bringing back what was dropped. */
@NullMarked
package io.tidemark.lake.care;

import org.jspecify.annotations.NullMarked;
