/** Sends records (files, pipes, made-up traffic) into a pipeline, and waits until each is committed to a table. */
@NullMarked
package io.tidemark.ops.feed;

import org.jspecify.annotations.NullMarked;
