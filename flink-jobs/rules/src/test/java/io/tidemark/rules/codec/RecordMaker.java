package io.tidemark.rules.codec;

import io.tidemark.rules.event.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes raw records: events that are mostly right, and what may become of them on the way.
 */
public final class RecordMaker {
    private static final List<String> BREAKERS = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "0",
            "-",
            ".",
            "e",
            "\u0000",
            "\u001F",
            "\u007F",
            "null",
            "\\ud800",
            "\\u12",
            "\n",
            "\u00a0",
            "\ufeff",
            "NaN",
            "/**/",
            "'",
            "\"device_id\":\"other\",");
    private static final byte[][] BROKEN_UTF8 = {
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
        {(byte) 0x80},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0xF0, (byte) 0x8F, (byte) 0xBF, (byte) 0xBF},
        {(byte) 0xFE},
        {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
        {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80}
    };

    private final Random random;
    private final JsonMaker json;

    public RecordMaker(Random random) {
        this.random = random;
        json = new JsonMaker(random);
    }

    /** An event, an event that met with an accident, any JSON value, or bytes that never were JSON. */
    public byte[] record() {
        int kind = random.nextInt(10);
        if (kind == 0 && random.nextInt(3) == 0) {
            return utf8(json.value(2));
        }
        if (kind == 0) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] event = utf8(event());
        return kind < 5 ? mutated(event) : event;
    }

    /** The JSON text of an event; now and then one that must be refused. */
    String event() {
        List<String> members = new ArrayList<>();
        if (random.nextInt(30) > 0) {
            members.add(json.member("event_type", random.nextInt(20) > 0 ? json.string() : json.value(2)));
        }
        if (random.nextInt(4) > 0) {
            members.add(json.member("device_id", random.nextInt(10) > 0 ? json.string() : json.value(2)));
        }
        if (random.nextInt(3) > 0) {
            members.add(json.member("user_id", random.nextInt(10) > 0 ? json.string() : json.value(2)));
        }
        for (int i = random.nextInt(6); i > 3; i--) {
            members.add(json.member("$insert_id", random.nextInt(4) > 0 ? json.string() : json.value(1)));
        }
        int others = random.nextInt(8);
        for (int i = 0; i < others; i++) {
            Field field = json.pick(Field.all());
            members.add(
                    random.nextInt(4) == 0
                            ? json.member(json.pick(JsonMaker.STRANGE_NAMES), json.value(3))
                            : json.member(field.jsonName(), random.nextInt(40) > 0 ? fitting(field) : json.value(2)));
        }
        Collections.shuffle(members, random);
        return json.space() + "{" + json.space() + String.join(json.space() + "," + json.space(), members)
                + json.space() + "}" + json.space();
    }

    /** The same bytes after one to three small accidents. */
    byte[] mutated(byte[] original) {
        byte[] bytes = original;
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = accident(bytes);
        }
        return bytes;
    }

    private byte[] accident(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int behind = Math.min(bytes.length, at + random.nextInt(6));
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> spliced(bytes, at, new byte[0], behind);
            case 2 -> spliced(bytes, at, utf8(json.pick(BREAKERS)), at);
            case 3 -> spliced(bytes, at, BROKEN_UTF8[random.nextInt(BROKEN_UTF8.length)], at);
            case 4 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, behind), at);
            case 5 -> spliced(bytes, at, utf8(json.pick(BREAKERS)), behind);
            default -> {
                byte[] flipped = bytes.clone();
                if (at < bytes.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] middle, int behind) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(middle);
        out.write(bytes, behind, bytes.length - behind);
        return out.toByteArray();
    }

    private String fitting(Field field) {
        if (random.nextInt(15) == 0) {
            return "null";
        }
        return switch (field.kind()) {
            case ID, TEXT -> json.string();
            case MILLIS -> random.nextInt(4) > 0 ? "15411058" + json.digits(5) : json.number();
            case INTEGER -> random.nextInt(3) > 0 ? "" + random.nextInt(100) : json.number();
            case NUMBER -> json.number();
            case OBJECT -> json.object(3);
            case GROUPS ->
                "{" + json.member("org", random.nextInt(4) > 0 ? json.string() : json.value(2)) + json.space() + ","
                        + json.member("team", "[" + json.string() + "," + json.space() + json.string() + "]") + "}";
            case PLACE -> place();
        };
    }

    /** A position in the log; now and then one that is none. */
    String place() {
        List<String> members = new ArrayList<>();
        for (String name : List.of("epoch", "partition", "offset")) {
            String number = random.nextInt(8) > 0 ? "" + random.nextInt(100) : json.number();
            members.add(json.space() + json.member(name, number) + json.space());
        }
        if (random.nextInt(20) == 0) {
            members.remove(random.nextInt(3));
        }
        if (random.nextInt(20) == 0) {
            members.add(json.member(json.pick(List.of("epoch", "offset", "Offset", "x")), json.value(1)));
        }
        Collections.shuffle(members, random);
        return "{" + String.join(",", members) + "}";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
