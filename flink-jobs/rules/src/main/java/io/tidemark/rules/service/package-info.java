/**
 * The service configuration as checked values: projects, API keys, limits, filters, schema plans and limits of single
 * devices, in numbered versions of the whole. Pure: no clock, no I/O; the command, the job, the collector and the audit
 * share it, so that none of them decides by another reading.
 *
 * <p>A version is read in two ways. What a person sets ({@link io.tidemark.rules.service.ConfigKey#parse},
 * {@link io.tidemark.rules.service.ConfigValue#parse}) is strict: every unknown member, wrong type and number out of
 * bounds is a problem, and all problems are found at once. What is stored
 * ({@link io.tidemark.rules.service.ConfigVersion#read}) was checked when it was set, perhaps by a later release: what
 * this release does not know is kept as it is written and has no effect, so a job or a collector never fails on it, and
 * an older command that reverts to it writes the same bytes again.
 *
 * <p>Later releases keep to this: they add kinds of keys and members of values, and never give an existing member a
 * wider type or another meaning.
 *
 * <p>More than 20 classes: keys, values, versions and their readers are one format, and half of them are seen by nobody
 * else.
 */
@NullMarked
package io.tidemark.rules.service;

import org.jspecify.annotations.NullMarked;
