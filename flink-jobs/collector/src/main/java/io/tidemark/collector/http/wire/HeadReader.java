package io.tidemark.collector.http.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes from a parsed head what counts, and refuses what two servers in a row may read in two ways. */
final class HeadReader {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/?#]*([^#]*)");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private HeadReader() {}

    /**
     * Reads a head.
     *
     * @param transferEncodings the values of {@code Transfer-Encoding}, which Netty has removed from the headers
     * @param size how many bytes it had
     */
    static HeadRead read(HttpRequest request, List<String> transferEncodings, int size) {
        if (request.decoderResult().isFailure()) {
            return refusal(request.decoderResult().cause());
        }
        HttpVersion version = request.protocolVersion();
        boolean http11 = version.equals(HttpVersion.HTTP_1_1);
        if (!http11 && !version.equals(HttpVersion.HTTP_1_0)) {
            return Refusal.VERSION;
        }
        HttpHeaders headers = request.headers();
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        String target = target(request.uri());
        Long length = length(headers.getAll(HttpHeaderNames.CONTENT_LENGTH), transferEncodings, http11);
        if (target == null || length == null || hosts > 1 || (http11 && hosts == 0)) {
            return Refusal.MALFORMED;
        }
        String expect = headers.get(HttpHeaderNames.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            return Refusal.EXPECTATION;
        }
        int question = target.indexOf('?');
        return new RequestHead(
                request.method().name(),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                http11,
                HttpUtil.isKeepAlive(request),
                expect != null && http11,
                length,
                counted(headers),
                size);
    }

    private static Refusal refusal(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Refusal.LINE_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? Refusal.HEADERS_TOO_LARGE : Refusal.MALFORMED;
    }

    /** The path and the query of {@code /path?query} or {@code http://host/path?query}; null for anything else. */
    private static @Nullable String target(String uri) {
        if (uri.equals("*") || (uri.startsWith("/") && uri.indexOf('#') < 0)) {
            return uri;
        }
        Matcher absolute = ABSOLUTE.matcher(uri);
        if (!absolute.matches()) {
            return null;
        }
        String target = absolute.group(1);
        return target.startsWith("/") ? target : "/" + target;
    }

    private static @Nullable Long length(List<String> lengths, List<String> transferEncodings, boolean http11) {
        if (transferEncodings.isEmpty()) {
            if (lengths.isEmpty()) {
                return 0L;
            }
            boolean one = lengths.size() == 1 && LENGTH.matcher(lengths.get(0)).matches();
            return one ? Long.valueOf(lengths.get(0)) : null;
        }
        boolean chunked = http11
                && lengths.isEmpty()
                && transferEncodings.size() == 1
                && transferEncodings.get(0).equalsIgnoreCase("chunked");
        return chunked ? RequestHead.CHUNKED : null;
    }

    private static RequestHead.Headers counted(HttpHeaders headers) {
        List<String> encodings = headers.getAll(HttpHeaderNames.CONTENT_ENCODING);
        List<String> forwarded = headers.getAll(FORWARDED_FOR);
        return new RequestHead.Headers(
                encodings.isEmpty() ? null : String.join(",", encodings).toLowerCase(Locale.ROOT),
                headers.get(HttpHeaderNames.ORIGIN),
                headers.get(HttpHeaderNames.USER_AGENT),
                headers.get(HttpHeaderNames.CONTENT_TYPE),
                headers.get(HttpHeaderNames.ACCEPT),
                forwarded.isEmpty() ? null : String.join(",", forwarded));
    }
}
