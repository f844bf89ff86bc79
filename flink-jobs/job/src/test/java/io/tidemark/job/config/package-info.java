/** What a configuration may say, and what it gets when it says something else. */
@NullMarked
package io.tidemark.job.config;

import org.jspecify.annotations.NullMarked;
