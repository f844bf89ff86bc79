package io.tidemark.collector.http;

import io.netty.util.NetUtil;
import io.tidemark.config.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who sent a request: the peer, or what the proxies say that are trusted. */
final class SenderAddress {
    private static final Pattern V4_WITH_PORT = Pattern.compile("([\\d.]+):\\d{1,5}");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)](?::\\d{1,5})?");
    private static final String UNKNOWN = "0.0.0.0";

    private SenderAddress() {}

    /**
     * The address, from right to left the first one that is no trusted proxy; all trusted: the last. The peer where it is
     * not trusted, or where what it says is not a list of addresses.
     *
     * @param forwardedFor {@code X-Forwarded-For}
     */
    static String of(SocketAddress peer, @Nullable String forwardedFor, List<AddressRange> trusted) {
        if (!(peer instanceof InetSocketAddress internet)) {
            return UNKNOWN;
        }
        byte[] sender = internet.getAddress().getAddress();
        if (forwardedFor == null || !isTrusted(sender, trusted)) {
            return text(sender);
        }
        String[] entries = forwardedFor.split(",", -1);
        byte[] last = sender;
        for (int i = entries.length - 1; i >= 0; i--) {
            byte[] entry = parse(entries[i].strip());
            if (entry == null) {
                return text(sender);
            }
            last = entry;
            if (!isTrusted(entry, trusted)) {
                break;
            }
        }
        return text(last);
    }

    private static boolean isTrusted(byte[] address, List<AddressRange> trusted) {
        return trusted.stream().anyMatch(each -> each.contains(address));
    }

    private static byte @Nullable [] parse(String entry) {
        Matcher port = V4_WITH_PORT.matcher(entry);
        if (port.matches()) {
            return AddressRange.address(port.group(1));
        }
        Matcher brackets = BRACKETS.matcher(entry);
        if (brackets.matches()) {
            return brackets.group(1).indexOf(':') < 0 ? null : AddressRange.address(brackets.group(1));
        }
        return AddressRange.address(entry);
    }

    private static String text(byte[] address) {
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes, not " + address.length, e);
        }
    }
}
