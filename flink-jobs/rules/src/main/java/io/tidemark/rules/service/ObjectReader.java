package io.tidemark.rules.service;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a value, read member by member. What is wrong goes to the list of problems, and reading goes on, so
 * that one run finds everything.
 */
final class ObjectReader {
    private static final int MOST_SHOWN = 60;

    private final String key;
    private final String path;
    private final Strictness strictness;
    private final List<Problem> problems;
    private final Map<String, JsonMember> members = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private boolean open;

    private ObjectReader(String key, String path, Strictness strictness, List<Problem> problems) {
        this.key = key;
        this.path = path;
        this.strictness = strictness;
        this.problems = problems;
    }

    /**
     * The object that is a whole value.
     *
     * @param key the key, for messages
     * @param problems what is wrong is added to it
     */
    static ObjectReader ofValue(String key, byte[] json, Strictness strictness, List<Problem> problems) {
        ObjectReader reader = new ObjectReader(key, "", strictness, problems);
        reader.open(json);
        return reader;
    }

    private void open(byte[] json) {
        JsonMembers reader = new JsonMembers();
        List<JsonMember> found = reader.of(json);
        if (found == null) {
            boolean other = reader.isJson(json);
            problemHere(
                    other
                            ? "found " + shown(json) + "; allowed: a JSON object"
                            : "this is no JSON: " + reader.fault() + "; allowed: a JSON object");
            return;
        }
        open = true;
        Set<String> twice = new LinkedHashSet<>();
        for (JsonMember member : found) {
            boolean broken = member.name().isEmpty() && member.nameTo() - member.nameFrom() > 2;
            if (broken && strictness.refusesUnknown()) {
                problemHere("the name of a member holds half a surrogate pair, which is no character");
            }
            // Of a name that is there twice the last one counts, as in events.
            if (!broken && members.put(member.name(), member) != null) {
                twice.add(member.name());
            }
        }
        if (strictness.refusesUnknown()) {
            twice.forEach(name -> problem(name, "is there more than once; keep one of them"));
        }
    }

    /** Whether there is an object at all. */
    boolean isOpen() {
        return open;
    }

    /** The names of all members, in the order of the text. */
    List<String> names() {
        return List.copyOf(members.keySet());
    }

    /** A member that this release knows; null where it is absent. */
    @Nullable
    JsonMember take(String name) {
        known.add(name);
        return members.get(name);
    }

    /** A string. */
    @Nullable
    String text(String name, String allowed) {
        JsonMember member = take(name);
        String text = member == null ? null : member.string();
        if (member != null && text == null) {
            found(name, member, allowed);
        }
        return text;
    }

    /** A whole number from 0 to {@code most}. */
    @Nullable
    Integer count(String name, int most) {
        JsonMember member = take(name);
        if (member == null) {
            return null;
        }
        OptionalLong whole = member.whole();
        long bound = strictness.checksBounds() ? most : Integer.MAX_VALUE;
        if (whole.isEmpty() || whole.getAsLong() < 0 || whole.getAsLong() > bound) {
            found(name, member, "a whole number from 0 to " + most + "; 0 turns the limit off");
            return null;
        }
        return (int) whole.getAsLong();
    }

    /** A truth value. */
    boolean flag(String name, boolean absent) {
        JsonMember member = take(name);
        if (member == null) {
            return absent;
        }
        String value = new String(member.value(), StandardCharsets.UTF_8);
        if (!value.equals("true") && !value.equals("false")) {
            found(name, member, "true or false");
        }
        return value.equals("true");
    }

    /** A list of strings. */
    List<String> texts(String name, TextRule rule) {
        JsonMember member = take(name);
        return member == null ? List.of() : texts(name, member, rule);
    }

    /** A member that is one string, or a list of strings. */
    List<String> textOrTexts(String name, JsonMember member, TextRule rule) {
        String text = member.string();
        if (text == null) {
            return texts(name, member, rule);
        }
        checkItem(name, text, rule);
        return List.of(text);
    }

    private List<String> texts(String name, JsonMember member, TextRule rule) {
        List<JsonMember> items = new JsonMembers().items(member.value());
        if (items == null) {
            found(name, member, rule.allowed());
            return List.of();
        }
        if (items.isEmpty() || items.size() > rule.mostItems()) {
            bound(name, "has " + items.size() + " values; allowed: 1 to " + rule.mostItems() + rule.whenEmpty());
        }
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String at = name + "[" + i + "]";
            String text = items.get(i).string();
            if (text == null) {
                found(at, items.get(i), rule.itemAllowed());
            } else if (!texts.add(text)) {
                bound(at, "found " + Texts.shown(text) + " a second time; keep one of them");
            } else {
                checkItem(at, text, rule);
            }
        }
        return new ArrayList<>(texts);
    }

    private void checkItem(String at, String text, TextRule rule) {
        String fault = rule.fault(text);
        if (fault != null) {
            bound(at, fault);
        }
    }

    /** The objects by name that a member holds; empty where it is absent. */
    ObjectReader object(String name) {
        JsonMember member = take(name);
        ObjectReader inner = new ObjectReader(key, at(name), strictness, problems);
        if (member != null && !member.isObject()) {
            found(name, member, "an object");
        } else if (member != null) {
            inner.open(member.value());
        }
        return inner;
    }

    /** What is wrong with a member's value. */
    void found(String name, JsonMember member, String allowed) {
        problem(name, "found " + shown(member.value()) + "; allowed: " + allowed);
    }

    /** What is wrong with a value that has the right type, unless it is stored. */
    void bound(String name, String what) {
        if (strictness.checksBounds()) {
            problem(name, what);
        }
    }

    /** Something wrong with a member. */
    void problem(String name, String what) {
        problems.add(new Problem(key + " " + Texts.bare(at(name)), what));
    }

    /** Something wrong with the object itself. */
    private void problemHere(String what) {
        problems.add(new Problem(path.isEmpty() ? key : key + " " + Texts.bare(path), what));
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** To be called when all members were read: what is left is unknown. */
    Unread finish() {
        SortedMap<String, String> unread = new TreeMap<>(Texts.BYTE_ORDER);
        members.forEach((name, member) -> {
            if (!known.contains(name)) {
                unread.put(name, new String(member.value(), StandardCharsets.UTF_8));
            }
        });
        if (!strictness.refusesUnknown()) {
            return new Unread(unread);
        }
        unread.keySet().forEach(name -> problem(name, "this member is unknown; allowed: " + String.join(", ", known)));
        return Unread.NONE;
    }

    private static String shown(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            return "an object";
        }
        if (text.startsWith("[")) {
            return "a list";
        }
        String cut = text.codePointCount(0, text.length()) <= MOST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "…";
        return cut.isEmpty() ? "nothing" : cut.replaceAll("\\p{Cntrl}", "?");
    }
}
