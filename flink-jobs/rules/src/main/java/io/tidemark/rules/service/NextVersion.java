package io.tidemark.rules.service;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The check of a version before it is written: everything that is wrong with it, at once. */
public final class NextVersion {
    /**
     * How long before it holds a version has to be written, in ms: records without a version of their own are decided by
     * their time of receipt, and everyone who decides must know the version by then.
     */
    public static final long AHEAD_MILLIS = 60_000;

    /** How far ahead a version may be effective, in ms: no later one can be effective before it. */
    public static final long FARTHEST_AHEAD_MILLIS = 31 * 86_400_000L;

    private static final int MOST_NAMED = 5;

    private final ConfigHistory history;
    private final ConfigVersion next;
    private final ServiceConfig before;
    private final ServiceConfig after;
    private final String at;
    private final List<Problem> problems = new ArrayList<>();

    private NextVersion(ConfigHistory history, ConfigVersion next) {
        this.history = history;
        this.next = next;
        this.before = history.now();
        this.after = before.with(next);
        this.at = "version " + next.number();
    }

    /**
     * What is wrong with a version that is to be written behind the newest; empty where nothing is.
     *
     * @param now the time, ms since the epoch
     */
    public static List<Problem> check(ConfigHistory history, ConfigVersion next, long now) {
        NextVersion check = new NextVersion(history, next);
        check.number();
        check.effect(now);
        check.texts();
        check.changes();
        check.projects();
        check.standIns();
        return List.copyOf(check.problems);
    }

    private void number() {
        if (next.number() != history.newest() + 1) {
            problem(
                    at,
                    "the newest version is " + history.newest() + ", so the next is " + (history.newest() + 1)
                            + "; another was written meanwhile, so check the changes again");
        }
        if (Difference.between(before, after).isEmpty()) {
            problem(at, "nothing changes: everything is configured so already");
        }
        int bytes = next.json().length;
        if (bytes > Bounds.VERSION_BYTES) {
            problem(
                    at,
                    "it has " + bytes + " bytes; allowed: at most " + Bounds.VERSION_BYTES
                            + "; make several versions of it");
        }
    }

    private void effect(long now) {
        String from = at + " effective_from";
        long effective = next.effectiveFrom();
        if (effective < now + AHEAD_MILLIS) {
            problem(
                    from,
                    "found " + time(effective) + "; allowed: at least " + AHEAD_MILLIS / 1_000
                            + " s after now, which is " + time(now));
        }
        if (effective > now + FARTHEST_AHEAD_MILLIS) {
            problem(
                    from,
                    "found " + time(effective) + "; allowed: at most " + FARTHEST_AHEAD_MILLIS / 86_400_000
                            + " days after now, which is " + time(now)
                            + ", for no later version can be effective before it");
        }
        if (history.newest() > 0) {
            ConfigVersion newest = history.versions().get((int) history.newest() - 1);
            if (effective < newest.effectiveFrom()) {
                problem(
                        from,
                        "found " + time(effective) + "; allowed: not before version " + newest.number()
                                + ", which is effective from " + time(newest.effectiveFrom()));
            }
        }
    }

    private void texts() {
        text("author", next.author(), Bounds.AUTHOR);
        text("reason", next.reason(), Bounds.REASON);
    }

    private void text(String name, String text, int longest) {
        if (text.isBlank()) {
            problem(at + " " + name, "is empty; say " + (name.equals("author") ? "who makes it" : "why it is made"));
        }
        if (Texts.length(text) > longest) {
            problem(at + " " + name, "has " + Texts.length(text) + " characters; allowed: at most " + longest);
        }
        if (!Texts.isWhole(text)) {
            problem(at + " " + name, "holds half a surrogate pair, which is no character");
        }
    }

    private void changes() {
        var entries = before.entries();
        next.changes().forEach((key, value) -> {
            if (value.isEmpty() && !entries.containsKey(key)) {
                problem(shown(key), "is not configured, so it cannot be removed");
            }
            value.ifPresent(each -> value(key, each));
        });
    }

    private void value(ConfigKey key, ConfigValue value) {
        if (!(value instanceof ConfigValue.Other)) {
            byte[] json = value.json().getBytes(StandardCharsets.UTF_8);
            problems.addAll(ValueReader.read(key, json, Strictness.WRITTEN).problems());
        }
    }

    private void projects() {
        next.changes().forEach((key, value) -> {
            if (value.isPresent()) {
                String project = project(key, value.get());
                if (project != null && !after.hasProject(project)) {
                    problem(
                            shown(key),
                            "the project " + Texts.shown(project) + " is unknown; set "
                                    + new ConfigKey.Project(project).shown() + " before it, or in the same version");
                }
            } else if (key instanceof ConfigKey.Project project && !after.hasProject(project.id())) {
                left(project);
            }
        });
    }

    /** A stand-in is one step: it has none itself, and is of a version that there is. */
    private void standIns() {
        SortedMap<Long, Long> all = after.standIns();
        next.changes().forEach((key, value) -> {
            if (key instanceof ConfigKey.StandIn of && value.orElse(null) instanceof ConfigValue.StandIn by) {
                standIn(of, by.version(), all);
            }
        });
    }

    private void standIn(ConfigKey.StandIn of, long by, SortedMap<Long, Long> all) {
        long newest = history.newest();
        if (of.version() > newest) {
            problem(of.text(), "there is no version " + of.version() + "; the newest is " + newest);
        }
        if (by > newest) {
            problem(
                    of.text(),
                    "there is no version " + by + " that could decide in its place; the newest is " + newest);
        }
        if (by == of.version()) {
            problem(of.text(), "a version cannot be its own stand-in; name another, or 0 for none");
        } else if (all.containsKey(by)) {
            problem(
                    of.text(),
                    "version " + by + " cannot be its stand-in, for it has one itself, version " + all.get(by)
                            + "; name the one that is to decide");
        }
        all.forEach((other, target) -> {
            if (target == of.version() && other != of.version()) {
                problem(
                        of.text(),
                        "version " + of.version() + " is the stand-in of version " + other
                                + ", so it cannot have one itself; name the one that is to decide for both");
            }
        });
    }

    /** What belongs to a project that is removed. */
    private void left(ConfigKey.Project project) {
        SortedSet<ConfigKey> left = after.keysOf(project.id());
        if (!left.isEmpty()) {
            String named = left.stream().limit(MOST_NAMED).map(this::shown).collect(Collectors.joining(", "));
            problem(
                    shown(project),
                    "is removed, but " + (left.size() == 1 ? "a key belongs" : left.size() + " keys belong")
                            + " to it: " + named + (left.size() > MOST_NAMED ? ", …" : "")
                            + "; remove that in the same version");
        }
    }

    /** The project that a value is for, where the name can be one. */
    private static @Nullable String project(ConfigKey key, ConfigValue value) {
        if (value instanceof ConfigValue.ApiKey apiKey) {
            String project = apiKey.project();
            return ConfigKey.of(KeyKind.PROJECT, project, null).isGood() ? project : null;
        }
        return key.project();
    }

    private String shown(ConfigKey key) {
        return key instanceof ConfigKey.ApiKey apiKey ? after.shown(apiKey) : key.shown();
    }

    private static String time(long millis) {
        return Math.abs(millis) < 250_000_000_000_000L
                ? Instant.ofEpochMilli(millis).toString()
                : millis + " ms";
    }

    private void problem(String where, String what) {
        problems.add(new Problem(where, what));
    }
}
