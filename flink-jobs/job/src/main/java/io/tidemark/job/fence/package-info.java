/**
 * Who may start the job and write to the tables: decided before a job is submitted, and checked again by the job itself.
 */
@NullMarked
package io.tidemark.job.fence;

import org.jspecify.annotations.NullMarked;
