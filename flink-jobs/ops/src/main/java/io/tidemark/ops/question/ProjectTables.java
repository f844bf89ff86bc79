package io.tidemark.ops.question;

import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a lake as a question reads them that is about one project. Of the outcome tables whose records belong to a
 * project only its rows are there; the tables that say who is who are read whole, for people may have become one in another
 * project. What is neither cannot be restricted, and is refused rather than read whole.
 */
final class ProjectTables {
    private static final Set<LakeTable> OF_PROJECTS =
            Set.of(LakeTable.EVENTS, LakeTable.DUPLICATES, LakeTable.THROTTLED);
    private static final Set<LakeTable> OF_PEOPLE =
            Set.of(LakeTable.IDENTITIES, LakeTable.MERGE_IDS, LakeTable.IDENTITY_OVERRIDES);

    /** What may come behind a table that has no name of its own there. */
    private static final Set<String> NO_ALIAS = Set.of(
            "where",
            "group",
            "order",
            "having",
            "window",
            "limit",
            "union",
            "intersect",
            "except",
            "fetch",
            "offset",
            "join",
            "inner",
            "left",
            "right",
            "full",
            "cross",
            "natural",
            "on",
            "using",
            "each_segment");

    private final Question question;
    private final String project;
    private final Dialect dialect;
    private boolean restricted;

    /**
     * The tables of a project.
     *
     * @param question the question that reads them
     * @param project the name of the project, as events have it
     */
    ProjectTables(Question question, String project, Dialect dialect) {
        this.question = question;
        this.project = project;
        this.dialect = dialect;
    }

    /**
     * What is read in the place of a table.
     *
     * @param name the table, as the text names it
     * @param rows what is read without a project
     * @param bounds a further condition; null for none
     * @param named whether it has a name in the text already, or is in the place of one
     * @throws WrongArgument if it has no project
     */
    String rows(String name, String rows, @Nullable String bounds, boolean named) {
        String last = Statement.last(name).toLowerCase(Locale.ROOT);
        LakeTable table = LakeTable.all().stream()
                .filter(each -> each.tableName().equals(last))
                .findFirst()
                .orElse(null);
        if (table != null && OF_PEOPLE.contains(table)) {
            return rows;
        }
        if (table == null || !OF_PROJECTS.contains(table)) {
            throw cannot("it reads " + name + ", which does not say to which project a row belongs");
        }
        restricted = true;
        return "(SELECT * FROM " + rows + " WHERE " + Columns.PROJECT_ID + " = " + dialect.text(project)
                + (bounds == null ? "" : " AND " + bounds) + ")" + (named ? "" : " AS " + last);
    }

    /**
     * Looks for what would be read past a restriction.
     *
     * @param own the common table expressions that the text brings itself, by where they are named first
     * @throws WrongArgument if there is something
     */
    void check(List<Token> tokens, Map<String, Integer> own) {
        if (question.isOfAllProjects() || Questions.isCheck(question.name())) {
            throw cannot("it is about the whole lake");
        }
        own.forEach((name, at) -> {
            boolean hides = Views.tables().contains(name) || Part.find(name).isPresent();
            if (hides && isReadBefore(name, tokens, at)) {
                throw cannot("it reads " + name + " and has an expression of its own of that name");
            }
        });
        if (tokens.stream().anyMatch(token -> token.isWord("table"))) {
            throw cannot("it has the word TABLE, behind which a table is read as a whole");
        }
    }

    /** Whether a name is read before its expression is whole: then it is the table or view of that name. */
    private static boolean isReadBefore(String name, List<Token> tokens, int at) {
        int end = Call.read(tokens, Call.next(tokens, Call.next(tokens, at + 1) + 1))
                .end();
        TablePlaces places = new TablePlaces();
        return tokens.subList(0, end).stream()
                .anyMatch(token -> places.isTable(token) && token.name().equals(name));
    }

    /** @throws WrongArgument if nothing was read of which the project has a part */
    void requireAny() {
        if (!restricted) {
            throw cannot("it reads no table of events");
        }
    }

    private WrongArgument cannot(String why) {
        return new WrongArgument("The question" + (question.name().isEmpty() ? "" : " " + question.name())
                + " cannot be restricted to a project: " + why + ". Run it without --project.");
    }

    /** The place behind the hint of a table, such as {@code /*+ OPTIONS('tag'='monday') *}{@code /}; the same without one. */
    static int behindHint(List<Token> tokens, int end) {
        int at = end;
        while (at < tokens.size() && tokens.get(at).kind() == Token.Kind.SPACE) {
            at++;
        }
        boolean hint = at < tokens.size() && tokens.get(at).text().startsWith("/*+");
        return hint ? at + 1 : end;
    }

    /** Whether a name of its own is behind a table. */
    static boolean hasAlias(List<Token> tokens, int end) {
        int at = Call.next(tokens, end);
        if (at >= tokens.size()) {
            return false;
        }
        Token token = tokens.get(at);
        return token.kind() == Token.Kind.QUOTED_NAME
                || (token.kind() == Token.Kind.WORD && !NO_ALIAS.contains(token.name()));
    }
}
