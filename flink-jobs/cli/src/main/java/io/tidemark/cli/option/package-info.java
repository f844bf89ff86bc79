/** Options that several commands have, and the types of their values. */
@NullMarked
package io.tidemark.cli.option;

import org.jspecify.annotations.NullMarked;
