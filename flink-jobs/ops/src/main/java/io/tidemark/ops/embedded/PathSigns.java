package io.tidemark.ops.embedded;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The few signs that a lake's path cannot have, because a part of the pipeline would use another path. */
final class PathSigns {
    /** What Java makes of bytes that are not UTF-8. */
    private static final char NOT_TEXT = '\uFFFD';

    private PathSigns() {}

    /**
     * Returns if every part of the pipeline uses the path as it is.
     *
     * @param what what would be made there, as the object of a sentence
     * @throws Refusal that names the first sign that cannot be
     */
    static void require(String what, Path path) {
        String text = path.toString();
        for (int i = 0; i < text.length(); i++) {
            String problem = problem(text.charAt(i));
            if (problem != null) {
                throw RefusalCode.PATH_SIGN.refuse(what, printable(text), problem);
            }
        }
    }

    private static @Nullable String problem(char sign) {
        if (sign == ',') {
            return "the path has a comma, which Kafka takes for the end of a path";
        } else if (sign == '\\') {
            return "the path has a backslash, which Flink takes for a slash";
        } else if (Character.isISOControl(sign)) {
            return "the path has the control character U+%04X, which catalogs and log files cannot write"
                    .formatted((int) sign);
        } else if (sign == NOT_TEXT) {
            return "the path is not text in UTF-8, and would become another one";
        }
        return null;
    }

    private static String printable(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            result.append(Character.isISOControl(sign) ? "\\u%04X".formatted((int) sign) : String.valueOf(sign));
        }
        return result.toString();
    }
}
