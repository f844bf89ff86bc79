/**
 * What people say of identities that the log alone got wrong: a row each, never changed, with an author and a reason.
 * Identity is a function of the log, of these rows, and of the rules; so a correction is undone by one more, and what was
 * written before stays as it is.
 */
@NullMarked
package io.tidemark.lake.overrides;

import org.jspecify.annotations.NullMarked;
