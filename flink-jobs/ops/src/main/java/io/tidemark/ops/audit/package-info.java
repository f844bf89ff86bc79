/** The audit of one lake together with its log, and the checks in SQL: what a command, a drill or a test runs. */
@NullMarked
package io.tidemark.ops.audit;

import org.jspecify.annotations.NullMarked;
