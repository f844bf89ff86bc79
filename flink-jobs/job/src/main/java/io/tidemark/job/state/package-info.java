/**
 * The bytes that are kept of a device, how they are cached, spilled and folded, and the checkpoints that hold them.
 * State names and formats outlive a release.
 */
@NullMarked
package io.tidemark.job.state;

import org.jspecify.annotations.NullMarked;
