package io.tidemark.lake.catalog;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a catalog is and as which user it is opened. Its text never holds a password, not even one inside the address.
 *
 * @param uri the address: {@code jdbc:…} or {@code https://…}; null for a Hadoop catalog
 * @param user the user, or the client id of a REST catalog
 * @param password the password; for a REST catalog the client's secret, or the token where there is no user
 */
public record CatalogAccess(
        @Nullable String uri,
        @Nullable String user,
        @Nullable String password) implements Serializable {
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|pwd|token|secret)[^=&;]*=)[^&;]*");
    private static final Pattern USER_INFO = Pattern.compile("//([^/@:]*):[^/@]*@");

    /** A catalog that needs neither address nor user. */
    public static CatalogAccess none() {
        return new CatalogAccess(null, null, null);
    }

    /** The address without secrets, for messages; {@code (no address)} where there is none. */
    public String place() {
        if (uri == null) {
            return "(no address)";
        }
        String withoutUserInfo = USER_INFO.matcher(uri).replaceAll("//$1:***@");
        return SECRET_PARAMETER.matcher(withoutUserInfo).replaceAll("$1***");
    }

    @Override
    public String toString() {
        return "CatalogAccess[uri=" + place() + ", user=" + user + ", password=" + (password == null ? "none" : "***")
                + "]";
    }
}
