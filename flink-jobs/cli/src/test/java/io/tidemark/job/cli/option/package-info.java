/** Tests of the values of options. */
@NullMarked
package io.tidemark.job.cli.option;

import org.jspecify.annotations.NullMarked;
