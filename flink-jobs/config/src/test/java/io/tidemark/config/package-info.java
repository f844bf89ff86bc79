/** What a configuration may say, and what it gets when it says something else. */
@NullMarked
package io.tidemark.config;

import org.jspecify.annotations.NullMarked;
