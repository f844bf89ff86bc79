/** What has to be there before a pipeline runs: the topic and the tables that a configuration names, made once, by a plan. */
@NullMarked
package io.tidemark.ops.setup;

import org.jspecify.annotations.NullMarked;
