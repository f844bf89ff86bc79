/**
 * What a release of Tidemark wrote, kept in {@code src/test/resources/recorded}: lakes with their checkpoints and
 * savepoints, and one document of each kind. {@link io.tidemark.cli.recorded.Recorder} made them once; later releases
 * must read them.
 */
package io.tidemark.cli.recorded;
