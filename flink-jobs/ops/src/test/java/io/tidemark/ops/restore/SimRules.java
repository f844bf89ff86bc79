package io.tidemark.ops.restore;

/**
 * Which of the product's rules are in force: all, or, to show that a rule is needed, all but one.
 *
 * @param judged whether the job looks at its state and its tables before it begins
 * @param guarded whether the guard reviews the job's commits
 * @param claimed whether a start claims the tables
 * @param shared whether a moment of the lake is a checkpoint that every table holds, and not simply the heads
 * @param fenced whether a restore raises the epoch
 */
record SimRules(boolean judged, boolean guarded, boolean claimed, boolean shared, boolean fenced) {
    static final SimRules ALL = new SimRules(true, true, true, true, true);
}
