/** Work over whole tables that runs on a cluster as a batch job: identities computed from the events again. */
@NullMarked
package io.tidemark.job.bulk;

import org.jspecify.annotations.NullMarked;
