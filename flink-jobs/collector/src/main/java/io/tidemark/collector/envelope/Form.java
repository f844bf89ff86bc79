package io.tidemark.collector.envelope;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a body in {@code application/x-www-form-urlencoded}, as the URL standard parses it: there is no body that
 * it does not parse. Of a field that comes twice the last counts.
 */
final class Form {
    private static final Set<String> FIELDS = Set.of("api_key", "identification", "options");

    private final Map<String, byte[]> fields = new HashMap<>();

    private Form() {}

    static Form parse(byte[] body) {
        Form form = new Form();
        int from = 0;
        while (from < body.length) {
            int to = indexOf(body, '&', from, body.length);
            int equals = indexOf(body, '=', from, to);
            String name = new String(decoded(body, from, equals), StandardCharsets.UTF_8);
            if (FIELDS.contains(name)) {
                form.fields.put(name, decoded(body, Math.min(equals + 1, to), to));
            }
            from = to + 1;
        }
        return form;
    }

    /** The value of one of the fields that are read; null where it is absent. */
    byte @Nullable [] field(String name) {
        byte[] value = fields.get(name);
        return value == null ? null : Arrays.copyOf(value, value.length);
    }

    private static int indexOf(byte[] body, char sign, int from, int to) {
        int at = from;
        while (at < to && body[at] != sign) {
            at++;
        }
        return at;
    }

    private static byte[] decoded(byte[] body, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        for (int at = from; at < to; at++) {
            int high = body[at] == '%' && at + 2 < to ? Character.digit(body[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(body[at + 2], 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                at += 2;
            } else {
                out.write(body[at] == '+' ? ' ' : body[at]);
            }
        }
        return out.toByteArray();
    }
}
