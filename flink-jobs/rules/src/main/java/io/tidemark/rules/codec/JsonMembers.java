package io.tidemark.rules.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, or the elements of an array, found and not understood: for texts that are no event. An
 * instance is used for one text after another, by one thread.
 */
public final class JsonMembers {
    private final JsonBytes json = new JsonBytes();

    /** A reader. */
    public JsonMembers() {}

    /** The members in the order of the text; null where the text is not one JSON object, strictly. */
    public @Nullable List<JsonMember> of(byte[] text) {
        List<JsonMember> members = new ArrayList<>();
        json.open(text);
        if (json.next() != '{') {
            json.fail("this is no JSON object");
            return null;
        }
        json.advance();
        if (json.next() == '}') {
            json.advance();
            return json.end() ? members : null;
        }
        while (true) {
            json.next();
            int quote = json.at();
            if (!json.name()) {
                return null;
            }
            int nameEnd = json.to() + 1;
            String name = name(text);
            int begin = json.at();
            if (!json.value()) {
                return null;
            }
            members.add(new JsonMember(name, text, quote, nameEnd, begin, json.at()));
            int sign = json.next();
            if (sign != ',' && sign != '}') {
                json.fail("a comma or a closing brace is missing");
                return null;
            }
            json.advance();
            if (sign == '}') {
                return json.end() ? members : null;
            }
        }
    }

    /**
     * The elements of an array in the order of the text, as members with an empty name; null where the text is not one
     * JSON array, strictly.
     */
    public @Nullable List<JsonMember> items(byte[] text) {
        List<JsonMember> items = new ArrayList<>();
        json.open(text);
        if (json.next() != '[') {
            json.fail("this is no JSON array");
            return null;
        }
        json.advance();
        if (json.next() == ']') {
            json.advance();
            return json.end() ? items : null;
        }
        while (true) {
            json.next();
            int begin = json.at();
            if (!json.value()) {
                return null;
            }
            items.add(new JsonMember("", text, begin, begin, begin, json.at()));
            int sign = json.next();
            if (sign != ',' && sign != ']') {
                json.fail("a comma or a closing bracket is missing");
                return null;
            }
            json.advance();
            if (sign == ']') {
                return json.end() ? items : null;
            }
        }
    }

    /** Whether a text is one JSON value of any kind, strictly. */
    public boolean isJson(byte[] text) {
        json.open(text);
        return json.value() && json.end();
    }

    /** What is wrong with the text that was read last, where it was not what was read for; the byte counts from 0. */
    public String fault() {
        return json.fault() + " (at byte " + json.faultAt() + ")";
    }

    private String name(byte[] text) {
        byte[] name = json.escaped() ? Escapes.unescape(text, json.from(), json.to()) : null;
        if (json.escaped()) {
            return name == null ? "" : new String(name, StandardCharsets.UTF_8);
        }
        return new String(text, json.from(), json.to() - json.from(), StandardCharsets.UTF_8);
    }
}
