/** Tests of the values of options. */
@NullMarked
package io.tidemark.cli.option;

import org.jspecify.annotations.NullMarked;
