@NullMarked
package io.tidemark.job.traffic;

import org.jspecify.annotations.NullMarked;
