package io.tidemark.lake.mark;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import java.util.regex.Pattern;

/** Which names a mark may have: each is also the name of a tag and of a file. */
final class MarkName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    private static final String BRANCH = "main";
    private static final String RESTORES = "before-";

    private MarkName() {}

    /**
     * Returns for a name that a mark may have.
     *
     * @throws Refusal for any other
     */
    static void require(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw refusal(name, "is no name for one");
        }
        if (name.equals(BRANCH) || name.startsWith(RESTORES)) {
            throw refusal(
                    name, "is reserved: it is what Tidemark calls a table's branch, or what was before a restore");
        }
    }

    private static Refusal refusal(String name, String why) {
        return RefusalCode.MARK_NAME.refuse(name, why);
    }
}
