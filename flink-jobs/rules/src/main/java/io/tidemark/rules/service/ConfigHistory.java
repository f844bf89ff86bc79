package io.tidemark.rules.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * All versions of the configuration, 1 to {@link #newest}, without a gap, each not effective before the one before it.
 * Immutable. Version 0 is the state without any version.
 */
public final class ConfigHistory {
    // Above EMPTY, which has it.
    private static final long[] NO_STAND_INS = {};

    /** No version yet. */
    public static final ConfigHistory EMPTY = new ConfigHistory(List.of(), List.of(ServiceConfig.EMPTY));

    private static final String AT = "the versions of the configuration";

    private final List<ConfigVersion> versions;
    /** The state after each version; that at index 0 is without any. */
    private final List<ServiceConfig> states;

    /** By number, the version that decides in its place; empty where no version has a stand-in. */
    private final long[] standIns;

    private ConfigHistory(List<ConfigVersion> versions, List<ServiceConfig> states) {
        this.versions = versions;
        this.states = states;
        this.standIns = standIns(states.get(versions.size()), versions.size());
    }

    /** A version that there is not is neither replaced nor a stand-in; no command writes such a one. */
    private static long[] standIns(ServiceConfig now, int newest) {
        SortedMap<Long, Long> named = now.standIns();
        if (named.isEmpty()) {
            return NO_STAND_INS;
        }
        long[] standIns = LongStream.rangeClosed(0, newest).toArray();
        named.forEach((version, by) -> {
            if (version <= newest && by <= newest) {
                standIns[Math.toIntExact(version)] = by;
            }
        });
        return standIns;
    }

    /**
     * The history of these versions, in any order; a version that is there twice and is the same counts once.
     *
     * @return the history, or what is wrong: a number that is missing, two versions with one number, a version that is
     *     effective before the one before it
     */
    public static Checked<ConfigHistory> of(Collection<ConfigVersion> found) {
        List<Problem> problems = new ArrayList<>();
        SortedMap<Long, ConfigVersion> byNumber = new TreeMap<>();
        for (ConfigVersion each : found) {
            ConfigVersion same = byNumber.putIfAbsent(each.number(), each);
            if (same != null && !same.equals(each)) {
                problems.add(new Problem(AT, "there are two different versions with the number " + each.number()));
            }
        }
        long expected = 1;
        ConfigVersion before = null;
        for (ConfigVersion each : byNumber.values()) {
            if (each.number() > expected) {
                problems.add(new Problem(
                        AT, missing(expected, each.number() - 1) + "; the newest is " + byNumber.lastKey()));
            }
            if (before != null && each.effectiveFrom() < before.effectiveFrom()) {
                problems.add(tooEarly(each, before));
            }
            before = each;
            expected = each.number() + 1;
        }
        if (!problems.isEmpty()) {
            return new Checked.Bad<>(problems);
        }
        List<ServiceConfig> states = new ArrayList<>(List.of(ServiceConfig.EMPTY));
        byNumber.values()
                .forEach(each -> states.add(states.get(states.size() - 1).with(each)));
        return new Checked.Good<>(new ConfigHistory(List.copyOf(byNumber.values()), List.copyOf(states)));
    }

    /** With the version behind the newest; the same history for one that it has already. */
    public Checked<ConfigHistory> with(ConfigVersion next) {
        long newest = newest();
        if (next.number() <= newest) {
            return version(next.number()).equals(next)
                    ? new Checked.Good<>(this)
                    : Checked.bad(AT, "there are two different versions with the number " + next.number());
        }
        if (next.number() != newest + 1) {
            return Checked.bad(AT, missing(newest + 1, next.number() - 1) + "; the newest is " + next.number());
        }
        if (newest > 0 && next.effectiveFrom() < version(newest).effectiveFrom()) {
            return new Checked.Bad<>(List.of(tooEarly(next, version(newest))));
        }
        List<ConfigVersion> moreVersions = new ArrayList<>(versions);
        moreVersions.add(next);
        List<ServiceConfig> moreStates = new ArrayList<>(states);
        moreStates.add(now().with(next));
        return new Checked.Good<>(new ConfigHistory(List.copyOf(moreVersions), List.copyOf(moreStates)));
    }

    /** The versions in order. */
    public List<ConfigVersion> versions() {
        return versions;
    }

    /** The number of the newest version, in force or not yet; 0 for none. */
    public long newest() {
        return versions.size();
    }

    /** The state after the newest version. */
    public ServiceConfig now() {
        return states.get(versions.size());
    }

    /** The state after a version, 0 for that without any; null where there is no such version. */
    public @Nullable ServiceConfig at(long number) {
        return number < 0 || number > newest() ? null : states.get((int) number);
    }

    /**
     * The version that holds for a record without one of its own: the newest of those that are effective from this time
     * or earlier, so it includes all before it.
     *
     * @param receivedMillis when the record was received, ms since the epoch
     * @return its number; 0 for none
     */
    public long inForce(long receivedMillis) {
        int low = 0;
        int high = versions.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (versions.get(middle).effectiveFrom() <= receivedMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The version that decides in place of another, as the newest version says: what a person has named for one that was
     * wrong. It goes one step; a stand-in has none itself. A look into an array.
     *
     * @param version the number of a version, or anything else, which is its own
     * @return the number of the stand-in; {@code version} where it has none
     */
    public long standIn(long version) {
        return version > 0 && version < standIns.length ? standIns[(int) version] : version;
    }

    /**
     * What the state after version {@code b} says otherwise than that after {@code a}.
     *
     * @throws IllegalArgumentException if there is no such version
     */
    public List<Difference> difference(long a, long b) {
        return Difference.between(state(a), state(b));
    }

    /**
     * The changes that put everything back to the state after a version: what came since is removed, what was removed
     * since is there again, also API keys. Stand-ins stay as they are. Empty where nothing changes.
     *
     * @throws IllegalArgumentException if there is no such version
     */
    public SortedMap<ConfigKey, Optional<ConfigValue>> revertTo(long number) {
        return Reversal.changes(now(), state(number).entries());
    }

    /**
     * The changes that put back what a restore of a lake to the time of a version needs: as {@link #revertTo}, but never
     * what has been removed since, nor what belongs to a project that has been removed since. So no key is there
     * afterwards that is not there now.
     *
     * @throws IllegalArgumentException if there is no such version
     */
    public SortedMap<ConfigKey, Optional<ConfigValue>> restoreTo(long number) {
        return Reversal.changes(now(), Reversal.remaining(state(number), now()));
    }

    private ConfigVersion version(long number) {
        return versions.get((int) number - 1);
    }

    private ServiceConfig state(long number) {
        ServiceConfig state = at(number);
        if (state == null) {
            throw new IllegalArgumentException(
                    "There is no version " + number + " of the configuration; there are 0 to " + newest());
        }
        return state;
    }

    private static String missing(long first, long last) {
        return first == last
                ? "version " + first + " is missing"
                : "versions " + first + " to " + last + " are missing";
    }

    private static Problem tooEarly(ConfigVersion each, ConfigVersion before) {
        return new Problem(
                AT,
                "version " + each.number() + " is effective from " + each.effectiveFrom() + " ms, before version "
                        + before.number() + ", which is from " + before.effectiveFrom() + " ms");
    }
}
