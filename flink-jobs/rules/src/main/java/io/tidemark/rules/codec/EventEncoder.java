package io.tidemark.rules.codec;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes an accepted event as JSON, from what its row in {@code events} holds: {@link EventDecoder} reads the same
 * event from it, so the same decision is made of it and the same row comes of it. What the table adds where nothing was
 * sent ({@code quantity} 1, {@code project_id} {@code default}) is left out.
 *
 * <p>The text is never longer than any that was sent for the same event, so what was not too large is not too large
 * now. An instance is used for one event after another, by one thread.
 */
public final class EventEncoder {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEFAULT_PROJECT = DeviceKey.DEFAULT_PROJECT.getBytes(StandardCharsets.UTF_8);
    private static final int WORTH_AN_EXPONENT = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private final EventDecoder decoder = new EventDecoder(Integer.MAX_VALUE);
    private final Event farTimes = new Event();

    /** An encoder. */
    public EventEncoder() {}

    /**
     * The event's JSON text in UTF-8.
     *
     * @param event an event whose ids are texts; it is read and not kept
     */
    public byte[] encode(Event event) {
        out.reset();
        readFarTimes(event);
        char before = '{';
        for (Field field : Field.all()) {
            if (event.has(field) && !isDefault(event, field) && !farTimes.has(field)) {
                out.write(before);
                before = ',';
                member(event, field);
            }
        }
        if (event.extraLength() > 0) {
            out.write(before);
            out.write(event.extra(), 1, event.extraLength() - 1);
        } else {
            out.write('}');
        }
        return out.toByteArray();
    }

    /** Times that are out of a column's range are kept among the other members, as they were sent. */
    private void readFarTimes(Event event) {
        farTimes.clear();
        for (Field field : Field.all()) {
            boolean atTheEdge = field.kind() == Field.Kind.MILLIS
                    && event.has(field)
                    && Math.abs(event.whole(field)) == Event.FARTHEST_MILLIS;
            if (atTheEdge && event.extraLength() > 0) {
                // No event by itself, and refused as one; its fields are read all the same.
                decoder.decode(Arrays.copyOf(event.extra(), event.extraLength()), farTimes);
                return;
            }
        }
    }

    private static boolean isDefault(Event event, Field field) {
        if (field == Field.QUANTITY) {
            return event.whole(field) == 1;
        }
        return field == Field.PROJECT_ID
                && Arrays.equals(
                        event.source(field),
                        event.from(field),
                        event.from(field) + event.length(field),
                        DEFAULT_PROJECT,
                        0,
                        DEFAULT_PROJECT.length);
    }

    private void member(Event event, Field field) {
        out.write('"');
        ascii(field.jsonName());
        out.write('"');
        out.write(':');
        switch (field.kind()) {
            case ID, TEXT -> text(event.source(field), event.from(field), event.length(field));
            case MILLIS, INTEGER -> ascii(shortest(BigDecimal.valueOf(event.whole(field))));
            case NUMBER -> ascii(number(event.number(field)));
            case OBJECT, GROUPS -> out.write(event.source(field), event.from(field), event.length(field));
            case PLACE -> place(Objects.requireNonNull(event.position(field)));
        }
    }

    private void place(LogPosition place) {
        ascii("{\"epoch\":" + shortest(BigDecimal.valueOf(place.generation())));
        ascii(",\"partition\":" + shortest(BigDecimal.valueOf(place.partition())));
        ascii(",\"offset\":" + shortest(BigDecimal.valueOf(place.offset())) + "}");
    }

    private void text(byte[] bytes, int from, int length) {
        out.write('"');
        int end = from + length;
        for (int at = from; at < end; at++) {
            byte value = bytes[at];
            if (value == '"' || value == '\\') {
                out.write('\\');
                out.write(value);
            } else if (value >= 0 && value < ' ') {
                control(value);
            } else {
                out.write(value);
            }
        }
        out.write('"');
    }

    private void control(byte value) {
        out.write('\\');
        switch (value) {
            case '\b' -> out.write('b');
            case '\f' -> out.write('f');
            case '\n' -> out.write('n');
            case '\r' -> out.write('r');
            case '\t' -> out.write('t');
            default -> {
                ascii("u00");
                out.write(HEX[value >> 4]);
                out.write(HEX[value & 0xF]);
            }
        }
    }

    /** The shortest number that is nearest to this double and to no other. */
    private static String number(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value));
        // Before Java 19, Double.toString now and then gives a digit more than is needed.
        BigDecimal exact = new BigDecimal(value);
        for (int digits = shortest.precision() - 1; digits > 0; digits--) {
            BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
            if (below.doubleValue() == value) {
                shortest = below;
            } else if (above.doubleValue() == value) {
                shortest = above;
            } else {
                break;
            }
        }
        return shortest(shortest);
    }

    private static String shortest(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = number.stripTrailingZeros();
        int scale = stripped.scale();
        String digits = stripped.unscaledValue().abs().toString();
        String sign = number.signum() < 0 ? "-" : "";
        String plain = stripped.abs().toPlainString();
        if (scale < 0 && -scale < WORTH_AN_EXPONENT) {
            return sign + plain;
        }
        String withExponent = scale == 0 ? digits : digits + "e" + -scale;
        return sign + (plain.length() <= withExponent.length() ? plain : withExponent);
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
