package io.tidemark.rules.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidemark.rules.event.Event.IdForm;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record means by Jackson's strict parser and the rules of {@code events.md}, written as plainly as can be: the
 * model that the decoder is held against.
 *
 * @param reason why the record is refused, or null
 * @param field the field at fault, or null
 * @param values what an accepted event holds: String, Long, Double or LogPosition, by field
 * @param forms the ids that are not plain text
 * @param extra the text of the other members
 */
record JacksonReading(
        @Nullable Reason reason,
        @Nullable String field,
        Map<Field, Object> values,
        Map<Field, IdForm> forms,
        String extra) {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The last value of a field; {@code content} is null where it is of the wrong kind. */
    private record Value(@Nullable Object content, IdForm form, String farMember) {}

    private static final Value MISFIT = new Value(null, IdForm.TEXT, "");

    static JacksonReading of(byte @Nullable [] record, int limit) {
        if (record == null) {
            return refused(Reason.INVALID_JSON, null);
        }
        if (record.length > limit) {
            return refused(Reason.TOO_LARGE, null);
        }
        try {
            // Jackson takes some byte sequences that are not UTF-8, and the JDK's decoder does not.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(record))
                    .toString();
            try (JsonParser parser = JACKSON.createParser(text)) {
                return new Reader(parser, text).read();
            }
        } catch (IOException e) {
            return refused(Reason.INVALID_JSON, null);
        }
    }

    private static JacksonReading refused(Reason reason, @Nullable String field) {
        return new JacksonReading(reason, field, Map.of(), Map.of(), "");
    }

    private static final class Reader {
        private final JsonParser parser;
        private final String text;
        private final Map<Field, Value> known = new LinkedHashMap<>();
        private final List<String> extra = new ArrayList<>();
        private int insertIdInExtra = -1;
        private String insertId = "";

        Reader(JsonParser parser, String text) {
            this.parser = parser;
            this.text = text;
        }

        JacksonReading read() throws IOException {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return refused(Reason.INVALID_JSON, null);
            }
            if (first == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    member();
                }
            } else {
                raw();
            }
            if (parser.nextToken() != null) {
                return refused(Reason.INVALID_JSON, null);
            }
            return first == JsonToken.START_OBJECT ? judged() : refused(Reason.NOT_AN_OBJECT, null);
        }

        private void member() throws IOException {
            String name = parser.currentName();
            int nameBegin = (int) parser.currentTokenLocation().getCharOffset();
            int nameEnd = nameBegin + 1;
            while (text.charAt(nameEnd) != '"') {
                nameEnd += text.charAt(nameEnd) == '\\' ? 2 : 1;
            }
            String rawName = text.substring(nameBegin, nameEnd + 1);
            JsonToken token = parser.nextToken();
            String content = token == JsonToken.VALUE_STRING ? parser.getText() : "";
            String raw = raw();
            Field field = Field.all().stream()
                    .filter(one -> one.jsonName().equals(name))
                    .findAny()
                    .orElse(null);
            if (field == null) {
                if (name.equals("$insert_id")) {
                    insertIdInExtra = extra.size();
                    insertId = isWhole(content) ? content : "";
                }
                extra.add(rawName + ":" + raw);
                return;
            }
            known.remove(field);
            boolean absent = token == JsonToken.VALUE_NULL
                    || (token == JsonToken.VALUE_STRING
                            && content.isEmpty()
                            && (field.kind() == Field.Kind.ID || field == Field.INSERT_ID));
            if (!absent) {
                known.put(field, value(field, token, content, rawName, raw));
            }
        }

        private static Value value(Field field, JsonToken token, String content, String rawName, String raw)
                throws IOException {
            boolean number = token.isNumeric();
            boolean object = token == JsonToken.START_OBJECT;
            return switch (field.kind()) {
                case ID -> {
                    IdForm form = token != JsonToken.VALUE_STRING
                            ? IdForm.NOT_A_STRING
                            : isWhole(content) ? IdForm.TEXT : IdForm.BROKEN_TEXT;
                    yield new Value(form == IdForm.TEXT ? content : raw, form, "");
                }
                case TEXT -> token == JsonToken.VALUE_STRING && isWhole(content) ? plain(content) : MISFIT;
                case MILLIS, INTEGER -> number ? whole(field, raw, rawName) : MISFIT;
                case NUMBER -> number && Double.isFinite(Double.parseDouble(raw)) ? plain(Double.valueOf(raw)) : MISFIT;
                case OBJECT -> object ? plain(raw) : MISFIT;
                case GROUPS -> object && isGroups(raw) ? plain(raw) : MISFIT;
                case PLACE -> {
                    LogPosition place = object ? place(raw) : null;
                    yield place == null ? MISFIT : plain(place);
                }
            };
        }

        private static Value plain(Object content) {
            return new Value(content, IdForm.TEXT, "");
        }

        private static Value whole(Field field, String raw, String rawName) {
            Long exact = exact(raw);
            if (exact == null
                    || (field == Field.MIN_ID_LENGTH && exact < 0)
                    || (field == Field.CONFIG_VERSION && exact < 1)) {
                return MISFIT;
            }
            long farthest = 9_000_000_000_000_000L;
            if (field.kind() == Field.Kind.MILLIS && (exact > farthest || exact < -farthest)) {
                return new Value(exact > 0 ? farthest : -farthest, IdForm.TEXT, rawName + ":" + raw);
            }
            return plain(exact);
        }

        private static @Nullable Long exact(String raw) {
            String mantissa = raw.split("[eE]", 2)[0];
            if (mantissa.chars().noneMatch(digit -> digit >= '1' && digit <= '9')) {
                return 0L;
            }
            try {
                BigDecimal number = new BigDecimal(raw).stripTrailingZeros();
                boolean fits = number.scale() <= 0 && (long) number.precision() - number.scale() <= 19;
                return fits ? (Long) number.longValueExact() : null;
            } catch (ArithmeticException | NumberFormatException e) {
                return null;
            }
        }

        private static boolean isGroups(String raw) throws IOException {
            try (JsonParser groups = JACKSON.createParser(raw)) {
                groups.nextToken();
                while (groups.nextToken() == JsonToken.FIELD_NAME) {
                    JsonToken value = groups.nextToken();
                    if (value == JsonToken.START_ARRAY) {
                        while ((value = groups.nextToken()) == JsonToken.VALUE_STRING) {
                            groups.getText();
                        }
                        if (value != JsonToken.END_ARRAY) {
                            return false;
                        }
                    } else if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
                        return false;
                    }
                }
            }
            return true;
        }

        private static @Nullable LogPosition place(String raw) throws IOException {
            Map<String, Long> numbers = new HashMap<>();
            try (JsonParser place = JACKSON.createParser(raw)) {
                place.nextToken();
                while (place.nextToken() == JsonToken.FIELD_NAME) {
                    String name = place.currentName();
                    Long number = place.nextToken().isNumeric() ? exact(place.getText()) : null;
                    if (number == null || number < 0 || numbers.put(name, number) != null) {
                        return null;
                    }
                }
            }
            if (!numbers.keySet().equals(Set.of("epoch", "partition", "offset"))) {
                return null;
            }
            long epoch = numbers.get("epoch");
            long partition = numbers.get("partition");
            boolean fits = epoch <= Integer.MAX_VALUE && partition <= Integer.MAX_VALUE;
            return fits ? new LogPosition((int) epoch, (int) partition, numbers.get("offset")) : null;
        }

        /** The text of the current value; its last token is then the current one. */
        private String raw() throws IOException {
            int begin = (int) parser.currentTokenLocation().getCharOffset();
            JsonToken token = parser.currentToken();
            if (token.isNumeric() || token.isBoolean() || token == JsonToken.VALUE_NULL) {
                return parser.getText();
            }
            int depth = 0;
            while (true) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                // Strings are read lazily, and only reading them moves the place in the text.
                String ignored = parser.getText();
                if (depth == 0) {
                    return text.substring(begin, (int) parser.currentLocation().getCharOffset());
                }
                token = parser.nextToken();
            }
        }

        private JacksonReading judged() {
            Value type = known.get(Field.EVENT_TYPE);
            if (type == null || "".equals(type.content())) {
                return refused(Reason.MISSING_EVENT_TYPE, "event_type");
            }
            if (!known.containsKey(Field.USER_ID) && !known.containsKey(Field.DEVICE_ID)) {
                return refused(Reason.MISSING_IDENTITY, null);
            }
            Map<Field, Object> values = new LinkedHashMap<>();
            Map<Field, IdForm> forms = new LinkedHashMap<>();
            for (Map.Entry<Field, Value> entry : known.entrySet()) {
                Object content = entry.getValue().content();
                if (content == null) {
                    return refused(Reason.INVALID_FIELD, entry.getKey().jsonName());
                }
                values.put(entry.getKey(), content);
                forms.put(entry.getKey(), entry.getValue().form());
            }
            if (!values.containsKey(Field.INSERT_ID) && !insertId.isEmpty()) {
                values.put(Field.INSERT_ID, insertId);
                extra.remove(insertIdInExtra);
            }
            for (Field field : Field.all()) {
                Value value = known.get(field);
                if (value != null && !value.farMember().isEmpty()) {
                    extra.add(value.farMember());
                }
            }
            return new JacksonReading(
                    null, null, values, forms, extra.isEmpty() ? "" : "{" + String.join(",", extra) + "}");
        }

        private static boolean isWhole(String content) {
            return StandardCharsets.UTF_8.newEncoder().canEncode(content);
        }
    }
}
