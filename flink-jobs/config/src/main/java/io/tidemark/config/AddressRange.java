package io.tidemark.config;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses that begin with the same bits: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address.
 *
 * @param network the bytes of the first address as hexadecimal digits, 8 for IPv4 or 32 for IPv6
 * @param bits how many bits are the same
 */
public record AddressRange(String network, int bits) {
    /** What {@link #parse} understands, for a message. */
    static final String EXPECTED = "IP addresses or ranges such as 10.0.0.0/8, several separated by commas, or none";

    private static final Pattern V4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int GROUPS = 8;

    /** Whether an address, 4 or 16 bytes, is one of them. An IPv4 address that is written as IPv6 is that of IPv4. */
    public boolean contains(byte[] address) {
        byte[] own = HexFormat.of().parseHex(network);
        byte[] other = plain(address);
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((own[bit >> 3] ^ other[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The ranges of a list with commas; empty for {@code none}; null where it is no such list. */
    static @Nullable List<AddressRange> parseAll(String text) {
        if (text.strip().equals("none")) {
            return List.of();
        }
        List<AddressRange> ranges = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            AddressRange range = parse(each.strip());
            if (range == null) {
                return null;
            }
            ranges.add(range);
        }
        return ranges;
    }

    private static @Nullable AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int most = address.length * Byte.SIZE;
        String length = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
            return null;
        }
        return new AddressRange(HexFormat.of().formatHex(address), Integer.parseInt(length));
    }

    /** An address that is written as such, never a host's name: 4 or 16 bytes; null where it is none. */
    public static byte @Nullable [] address(String text) {
        return text.indexOf(':') < 0 ? v4(text) : v6(text);
    }

    private static byte @Nullable [] v4(String text) {
        Matcher matcher = V4.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < address.length; i++) {
            int part = Integer.parseInt(matcher.group(i + 1));
            if (part > 255) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    private static byte @Nullable [] v6(String text) {
        String[] halves = text.split("::", -1);
        List<Integer> front = groups(halves[0]);
        List<Integer> back = halves.length == 2 ? groups(halves[1]) : List.of();
        if (halves.length > 2 || front == null || back == null) {
            return null;
        }
        int missing = GROUPS - front.size() - back.size();
        if (halves.length == 2 ? missing < 1 : missing != 0) {
            return null;
        }
        byte[] address = new byte[2 * GROUPS];
        for (int i = 0; i < front.size(); i++) {
            put(address, i, front.get(i));
        }
        for (int i = 0; i < back.size(); i++) {
            put(address, GROUPS - back.size() + i, back.get(i));
        }
        return plain(address);
    }

    private static void put(byte[] address, int group, int value) {
        address[2 * group] = (byte) (value >> Byte.SIZE);
        address[2 * group + 1] = (byte) value;
    }

    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        for (String each : text.split(":", -1)) {
            byte[] v4 = each.indexOf('.') < 0 ? null : v4(each);
            if (v4 != null) {
                groups.add((v4[0] & 0xFF) << Byte.SIZE | (v4[1] & 0xFF));
                groups.add((v4[2] & 0xFF) << Byte.SIZE | (v4[3] & 0xFF));
            } else if (each.matches("[0-9A-Fa-f]{1,4}")) {
                groups.add(Integer.parseInt(each, 16));
            } else {
                return null;
            }
        }
        return groups;
    }

    /** {@code ::ffff:a.b.c.d} as its four bytes. */
    private static byte[] plain(byte[] address) {
        if (address.length != 2 * GROUPS || address[10] != -1 || address[11] != -1) {
            return address;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return address;
            }
        }
        return new byte[] {address[12], address[13], address[14], address[15]};
    }
}
