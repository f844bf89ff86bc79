/** The audit of one lake together with its log, and the checks in SQL: what a command, a drill or a test runs. */
@NullMarked
package io.tidemark.job.audit;

import org.jspecify.annotations.NullMarked;
