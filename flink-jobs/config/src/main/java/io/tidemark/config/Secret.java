package io.tidemark.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A value that must not be seen: it prints as {@code ***}, wherever it is printed.
 *
 * @param reveal the value itself, for handing it to the system that needs it
 */
public record Secret(String reveal) {
    private static final String MASK = "***";
    private static final Pattern SECRET_KEY =
            Pattern.compile("password|passwd|passphrase|secret|credential|token|jaas|access[.-]?key|private[.-]?key");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*@");
    private static final Pattern QUERY_PASSWORD = Pattern.compile("(?i)(?<=[?&;](password|sslpassword)=)[^&;]*");

    /** Whether values under this key are secrets, by the name of the key. */
    static boolean isSecretKey(String key) {
        return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).find();
    }

    /** The same properties in the order of their keys, fit to print. */
    static Map<String, String> masked(Map<String, String> properties) {
        var masked = new TreeMap<String, String>();
        properties.forEach((key, value) -> masked.put(key, isSecretKey(key) ? MASK : maskedUri(value)));
        return masked;
    }

    /** The same address without the password that it may carry. */
    static String maskedUri(String uri) {
        String withoutUser = USER_INFO.matcher(uri).replaceAll(MASK + "@");
        return QUERY_PASSWORD.matcher(withoutUser).replaceAll(MASK);
    }

    @Override
    public String toString() {
        return MASK;
    }
}
