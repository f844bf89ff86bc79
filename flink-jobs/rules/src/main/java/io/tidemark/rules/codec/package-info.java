/**
 * Bytes to events and back: the only place that reads JSON. {@link io.tidemark.rules.codec.EventDecoder} reads a record fully and
 * judges it; {@link io.tidemark.rules.codec.DeviceKeyScanner} finds no more than the device it belongs to;
 * {@link io.tidemark.rules.codec.EventEncoder} writes an event again. Those that read walk over
 * the bytes once, build no tree, and answer every sequence of bytes with a value, never with an exception.
 */
@NullMarked
package io.tidemark.rules.codec;

import org.jspecify.annotations.NullMarked;
