@NullMarked
package io.tidemark.job.embedded;

import org.jspecify.annotations.NullMarked;
