/**
 * The service configuration as people change it: a plan, and a version more in the table {@code service_config} and in the
 * topic that job and collectors follow.
 */
@NullMarked
package io.tidemark.ops.configure;

import org.jspecify.annotations.NullMarked;
