package io.tidemark.ops.question;

import io.tidemark.lake.table.LakeTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The views that come with the code, one query a file in {@code sql/views}, by the name of the file. */
public final class Views {
    private static final String FOLDER = "views";

    private Views() {}

    /** The names of all views, in order. */
    public static List<String> names() {
        return SqlFiles.names(FOLDER);
    }

    /** The views that a text speaks of; a name in an unexpected place counts too, and costs little. */
    public static List<String> namedIn(String sql) {
        Set<String> words = Token.of(sql).stream()
                .filter(token -> token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME)
                .map(token -> token.name().replaceAll("[`\"]", ""))
                .collect(Collectors.toSet());
        return names().stream().filter(words::contains).toList();
    }

    /** The query behind a view, in the words of the questions. */
    static String query(String name) {
        return SqlFiles.text(FOLDER + "/" + name);
    }

    /** The names of the lake's own tables. */
    static Set<String> tables() {
        return LakeTable.all().stream().map(LakeTable::tableName).collect(Collectors.toSet());
    }

    /** The query behind a view in the words of an engine, with the views that it reads itself in it. */
    public static String query(String name, Dialect dialect) {
        return Statement.render(Question.parse(name, query(name)), Arguments.none(), dialect, null);
    }
}
