/** {@code tidemark config}: the commands on the service configuration. */
@NullMarked
package io.tidemark.cli.config;

import org.jspecify.annotations.NullMarked;
