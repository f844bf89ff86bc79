package io.tidemark.ops.answers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.rules.model.RandomHistory.Sent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers in all the ways in which JSON can write them, and texts that look like them: as cases by hand, and as traffic. */
final class WrittenNumbers {
    private static final int SCALE = 18;
    private static final int MOST_WHOLE_DIGITS = 20;

    /** Values of JSON, and the text that each is to every engine. */
    private static final Map<String, String> TEXTS = new LinkedHashMap<>();

    static {
        TEXTS.put("0", "0");
        TEXTS.put("-0", "0");
        TEXTS.put("-0.0", "0");
        TEXTS.put("0E+0", "0");
        TEXTS.put("100", "100");
        TEXTS.put("1.10", "1.1");
        TEXTS.put("-1.10", "-1.1");
        TEXTS.put("1.0", "1");
        TEXTS.put("1e3", "1000");
        TEXTS.put("1E+2", "100");
        TEXTS.put("0.1e-2", "0.001");
        TEXTS.put("-2.50E-7", "-0.00000025");
        TEXTS.put("12345678.50", "12345678.5");
        TEXTS.put("0.30000000000000004", "0.30000000000000004");
        TEXTS.put("2e19", "20000000000000000000");
        TEXTS.put("9007199254740993", "9007199254740993");
        TEXTS.put("-9223372036854775809", "-9223372036854775809");
        TEXTS.put("12345678901234567890.12345", "12345678901234567890.12345");
        TEXTS.put("0.1234567890123456785", "0.123456789012345679");
        TEXTS.put("1E-30", "0");
        TEXTS.put("123456789012345678901234567890123456789012345", "123456789012345678901234567890123456789012345");
        TEXTS.put("1E+999", "1E+999");
        TEXTS.put("\"1.10\"", "1.10");
        TEXTS.put("\"1e3\"", "1e3");
        TEXTS.put("\"-0\"", "-0");
        TEXTS.put("\" 1.0\"", " 1.0");
        TEXTS.put("\"\"", "");
        TEXTS.put("\"\\\\\\ud83d, 1.0 \\\"1.0 \\ud83d\\ude00 \\\\ud83d\"", "\\?, 1.0 \"1.0 😀 \\ud83d");
        TEXTS.put("true", "true");
        TEXTS.put("false", "false");
        TEXTS.put("\"true\"", "true");
        TEXTS.put("null", null);
        TEXTS.put("{\"n\":1.0}", null);
        TEXTS.put("[1.0]", null);
    }

    private WrittenNumbers() {}

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        var documents = new ArrayList<String>();
        TEXTS.forEach((written, text) -> documents.add("{\"a\":" + written + "}"));
        cases.add(texts(documents, new ArrayList<>(TEXTS.values())));
        cases.add(texts(
                List.of(
                        "{\"a\":\"x\",\"a\":1.50}",
                        "{\"a\":1.50,\"a\":\"1.50\"}",
                        "{\"a\":1,\"a\":{}}",
                        "{\"b\":{\"a\":2},\"a\":2.0}",
                        "{\"a\":1e20}",
                        "{\"a\":123456789012345678901.50}",
                        "{\"a\":1E-1000}",
                        "{\"a\":1e-999999999}",
                        "{\"a\":99999999999999999999.9999999999999999999}",
                        "{\"a\":\"1.50\",\"b\":\"\\\"a\\\":2\"}",
                        "{\"a\":1.50,\"\\u0061\":2.50}",
                        "{\"b\":\"x\\\\\",\"a\":2.50}",
                        "{ \"a\" : 1.50 }",
                        "{}"),
                new ArrayList<>(java.util.Arrays.asList(
                        "1.5",
                        "1.50",
                        null,
                        "2",
                        "1e20",
                        "123456789012345678901.50",
                        "1E-1000",
                        "1e-999999999",
                        "99999999999999999999.9999999999999999999",
                        "1.50",
                        "2.5",
                        "2.5",
                        "1.5",
                        null))));
        return cases;
    }

    /** What a member of each document is as text. */
    private static Case texts(List<String> documents, List<String> texts) {
        var text = new StringBuilder("-- What?\n");
        var rows = new ArrayList<String>();
        var given = new LinkedHashMap<String, String>();
        for (int i = 0; i < documents.size(); i++) {
            text.append("-- :d").append(i).append("  text  x  a document\n");
            rows.add("(" + i + ", :d" + i + ")");
            given.put("d" + i, documents.get(i));
        }
        text.append("SELECT d.n, JSON_TEXT(d.doc, 'a') AS a\nFROM (VALUES ")
                .append(String.join(", ", rows))
                .append(") AS d(n, doc) ORDER BY n");
        return Case.of(text.toString(), given, histories -> {
            var expected = new ArrayList<List<Object>>();
            for (int i = 0; i < texts.size(); i++) {
                expected.add(Case.row(i, texts.get(i)));
            }
            return expected;
        });
    }

    /** Each value as a property of an event of three people, and of theirs, alone and inside of others. */
    static List<Sent> traffic(long from) {
        var log = new ArrayList<Sent>();
        for (String written : TEXTS.keySet()) {
            int i = log.size();
            String user = "\"n\":%s,\"n%d\":%s,\"o\":{\"z\":%s,\"b\":{\"y\":true,\"a\":[%s,{\"k\":%s,\"j\":1.0}]}}"
                    .formatted(written, i, written, written, written, written);
            String operations = "\"$add\":{\"sum\":%s},\"$append\":{\"list\":%s},\"$postInsert\":{\"set\":%s}"
                    .formatted(written, written, written);
            String event =
                    "{\"device_id\":\"numbers-%d\",\"event_type\":\"%s\",\"insert_id\":\"number-%d\",\"time\":%d,"
                                    .formatted(i % 3, "Written Number", i, from + i * 60_000L)
                            + "\"server_received_time\":%d,\"event_properties\":{\"n\":%s},\"user_properties\":{%s,%s}}"
                                    .formatted(from + i * 60_000L, written, operations, user);
            log.add(new Sent(event.getBytes(StandardCharsets.UTF_8), from));
        }
        for (String document : beyondTheLimits()) {
            String event =
                    "{\"device_id\":\"numbers-0\",\"event_type\":\"Written Number\",\"insert_id\":\"beyond-%d\",\"time\":%d,"
                                    .formatted(log.size(), from + log.size() * 60_000L)
                            + "\"server_received_time\":%d,\"event_properties\":%s,\"user_properties\":%s,\"groups\":{},"
                                    .formatted(from + log.size() * 60_000L, document, document)
                            + "\"group_properties\":%s,\"plan\":%s,\"unheard_of\":%s}"
                                    .formatted(document, document, document);
            log.add(new Sent(event.getBytes(StandardCharsets.UTF_8), from));
        }
        return log;
    }

    /** Objects that not every engine can read, each with a member that would be one to count. */
    private static List<String> beyondTheLimits() {
        String deep = "[".repeat(20_000) + "]".repeat(20_000);
        return List.of(
                "{\"n\":1,\"$price\":3,\"deep\":" + deep + "}",
                "{\"n\":1,\"$price\":3,\"deep\":" + "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000) + "}",
                "{\"n\":1,\"$price\":3,\"" + "x".repeat(60_000) + "\":1}");
    }

    /** A text as every engine has it: half of a surrogate pair has no bytes. */
    static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** A number as every engine writes it. */
    static String plain(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.asText();
        }
        BigDecimal value = number.decimalValue();
        return value.precision() - value.scale() > MOST_WHOLE_DIGITS
                ? value.toString()
                : Case.stripped(value.setScale(SCALE, RoundingMode.HALF_UP)).toPlainString();
    }
}
