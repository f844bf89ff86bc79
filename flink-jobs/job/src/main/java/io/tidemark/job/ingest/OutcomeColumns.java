package io.tidemark.job.ingest;

import java.io.Serializable;
import java.util.List;

/**
 * The columns of the outcome tables, as they are in the lake that is written to. A table of an earlier release may lack the
 * last ones, {@code config_version} and {@code released_from}; its rows then end before them. A lake in which one lacks
 * them cannot tell of each record what was made of these fields, so in it they are none, as in the release before: what
 * the tables hold is all that a replay and the state's computation need to decide the same again.
 *
 * @param events the columns of {@code events}, in order
 * @param duplicates how many columns {@code duplicates} has
 * @param throttled how many columns {@code throttled} has
 * @param deadLetters how many columns {@code dead_letters} has
 * @param complete whether each of the four has the last two columns
 */
public record OutcomeColumns(List<String> events, int duplicates, int throttled, int deadLetters, boolean complete)
        implements Serializable {}
