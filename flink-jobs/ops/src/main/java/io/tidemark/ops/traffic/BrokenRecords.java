package io.tidemark.ops.traffic;

import static io.tidemark.ops.traffic.ByteText.bytes;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Records that no pipeline can take as events, one kind for each reason that real ones are refused for. */
final class BrokenRecords {
    private static final byte[][] NO_OBJECTS = {
        bytes("[{\"event_type\":\"View Item\"}]"), bytes("\"View Item\""), bytes("42"), bytes("null")
    };
    private static final byte[][] NO_IDS = {
        bytes("null"), bytes("undefined"), bytes("Anonymous"), bytes("N/A"), bytes("00000-0")
    };
    private static final byte[][] BAD_FIELDS = {
        bytes("\"time\":\"yesterday\""),
        bytes("\"price\":\"12,50\""),
        bytes("\"event_properties\":\"none\""),
        bytes("\"quantity\":1.5"),
        bytes("\"session_id\":true")
    };
    private static final byte[] DEVICE_ID = bytes("{\"device_id\":\"");
    private static final byte[] VIEW_ITEM = bytes("\"event_type\":\"View Item\"");
    private static final byte[] NEXT = bytes("\",");
    private static final byte[] USER_ID = bytes("\"user_id\":\"");
    private static final byte[] USER_NUMBER = bytes("\"user_id\":48213,");
    private static final byte[] NO_DEVICE = bytes("{\"device_id\":\"00000000-0000-0000-0000-000000000000\",");
    private static final byte[] SHORT_USER = bytes("{\"user_id\":\"ann\",");
    private static final byte[] TITLE = bytes(",\"event_properties\":{\"title\":\"caf");
    private static final byte[] RECEIVED = bytes(",\"server_received_time\":");
    private static final int KINDS = 11;
    private static final int TOO_LONG = 1_100;

    private BrokenRecords() {}

    /**
     * Makes a broken record.
     *
     * @param text a whole event of the device, which becomes the broken record
     * @return the key under which it travels: the device id where it has one
     */
    static byte @Nullable [] write(ByteText text, Device device, long receivedMillis, SplittableRandom random) {
        int kind = random.nextInt(KINDS);
        switch (kind) {
            case 0 -> text.cutTo(text.length() * (30 + random.nextInt(60)) / 100);
            case 1 -> text.clear().add(NO_OBJECTS[random.nextInt(NO_OBJECTS.length)]);
            case 2 ->
                end(withDevice(text, device).add(USER_ID).add(bytes("ann.lee")).add('"'), receivedMillis);
            case 3 -> end(text.clear().add('{').add(VIEW_ITEM), receivedMillis);
            case 4 -> {
                withDevice(text, device).add(USER_ID).add(NO_IDS[random.nextInt(NO_IDS.length)]);
                end(text.add(NEXT).add(VIEW_ITEM), receivedMillis);
            }
            case 5 -> end(text.clear().add(NO_DEVICE).add(VIEW_ITEM), receivedMillis);
            case 6 -> end(text.clear().add(SHORT_USER).add(VIEW_ITEM), receivedMillis);
            case 7 -> {
                withDevice(text, device).add(USER_ID);
                for (int i = 0; i < TOO_LONG; i++) {
                    text.add('x');
                }
                end(text.add(NEXT).add(VIEW_ITEM), receivedMillis);
            }
            case 8 -> end(withDevice(text, device).add(USER_NUMBER).add(VIEW_ITEM), receivedMillis);
            case 9 -> {
                withDevice(text, device).add(VIEW_ITEM).add(',');
                end(text.add(BAD_FIELDS[random.nextInt(BAD_FIELDS.length)]), receivedMillis);
            }
            // Latin-1 where UTF-8 was promised.
            default -> {
                withDevice(text, device).add(VIEW_ITEM).add(TITLE).add((char) 0xE9);
                end(text.add('"').add('}'), receivedMillis);
            }
        }
        return hasDevice(kind) ? key(device) : null;
    }

    private static boolean hasDevice(int kind) {
        return switch (kind) {
            case 0, 1, 3, 5, 6 -> false;
            default -> true;
        };
    }

    private static byte[] key(Device device) {
        ByteText key = new ByteText();
        device.writeId(key);
        return key.copy();
    }

    private static ByteText withDevice(ByteText text, Device device) {
        device.writeId(text.clear().add(DEVICE_ID));
        return text.add(NEXT);
    }

    private static void end(ByteText text, long receivedMillis) {
        text.add(RECEIVED).add(receivedMillis).add('}');
    }
}
