package io.tidemark.ops.question;

import io.tidemark.config.TimeParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A question as an engine runs it: views and parts become common table expressions, tables are read as of a mark where
 * one is given, the words of {@code sql/dialects} become the engine's own, and parameters become literals.
 *
 * <p>After {@code FROM} or {@code JOIN} comes a table, a view, a {@link Part} whose parameters the question has, {@code
 * AT(table, view or part, :mark)}, or {@code WITHIN(view, :from, :to)}: the view over those events alone that happened
 * within a day of the range, for views through which an engine cannot push a condition on time; or {@code
 * READING(events_resolved, :event)}, the view, with what people had then only where one of these parameters speaks of it. {@code
 * COUNT_OF(:steps)} is how many steps were given, as a literal by which an engine knows what it need not compute; {@code
 * STEP_IS(:steps, s.n, s.word)} is whether an event is of the kind of a step, {@code STEP_IS(:steps, 3)} whether it is of that
 * of the third, never where there are fewer, and {@code NAMED(:did)} whether it is of some kinds where types that begin with $
 * count if they are named. A function whose rows are read stays for the words of the dialect.
 *
 * <p>With a {@linkplain ProjectScope project}, the tables of {@link ProjectTables} are read as if they had the rows of that
 * project alone, wherever they are read; who is who is that of the whole lake.
 */
public final class Statement {
    private static final Duration MARGIN = Duration.ofDays(1);

    /** What is read in the place of {@link #EVENTS} where a parameter names a property of people. */
    private static final String EVENTS_THEN = "events_with_people_properties";

    /** The properties of people, for which all that was said counts, whatever the range. */
    private static final String PEOPLE_THEN = "people_then";

    private static final String EVENTS = "events_resolved";

    /** The parts that no question names: they are read where a parameter names a property of people. */
    static final Set<String> OF_PEOPLE = Set.of(EVENTS_THEN, PEOPLE_THEN);

    /** What reads the properties as they were sent. */
    private static final Set<String> AS_SENT = Set.of(EVENTS_THEN, PEOPLE_THEN, "people_properties");

    private static final Set<String> EXPLAINING = Set.of("explain", "plan", "for", "analyze");

    private final Question question;
    private final Arguments arguments;
    private final Dialect dialect;
    private final SortedSet<String> ofPeople;
    private final Macros macros;
    private final @Nullable String mark;
    private final @Nullable ProjectTables project;
    private final Map<String, List<Token>> common = new LinkedHashMap<>();

    private Statement(Question question, Arguments arguments, Dialect dialect, @Nullable String mark) {
        this.question = question;
        this.arguments = arguments;
        this.dialect = dialect;
        this.ofPeople = arguments.propertiesOfPeople();
        this.macros = dialect.macros().and(ToldApart.wordsOfPeople(ofPeople, dialect));
        this.mark = mark;
        String ofProject = arguments.project();
        this.project = ofProject == null ? null : new ProjectTables(question, ofProject, dialect);
    }

    /**
     * Which rows a table is read for: those as of a mark, those of a time; all where null.
     *
     * @param asSent whether the properties of people are those that each event says
     */
    private record TableScope(
            @Nullable String mark, String suffix, @Nullable String condition, boolean asSent) {
        /** For what is read inside of a part. */
        TableScope in(String part) {
            return new TableScope(mark, suffix, condition, asSent || AS_SENT.contains(part));
        }

        /** The same without the bounds of a time. */
        TableScope always() {
            return condition == null ? this : new TableScope(mark, "", null, asSent);
        }
    }

    /**
     * The text for an engine.
     *
     * @param arguments what is given, for this question
     * @param mark the mark as of which all tables are read that the question does not read at a mark of its own; null:
     *     now
     * @throws IllegalArgumentException if the question itself is wrong, such as one that lacks what a part needs
     * @throws WrongArgument if a project is given, and the question cannot be restricted to one
     */
    public static String render(Question question, Arguments arguments, Dialect dialect, @Nullable String mark) {
        return Token.text(dialect.withColumnsQuoted(new Statement(question, arguments, dialect, mark).render()));
    }

    private List<Token> render() {
        arguments.cohorts(dialect, mark).forEach((name, text) -> common.put(name, List.of(Token.verbatim(text))));
        List<Token> body = stripped(finish(resolve(Token.of(question.sql()), new TableScope(mark, "", null, false))));
        if (project != null) {
            project.requireAny();
        }
        if (common.isEmpty()) {
            return body;
        }
        int first = Call.next(body, 0);
        while (first < body.size() && EXPLAINING.contains(body.get(first).name())) {
            first = Call.next(body, first + 1);
        }
        boolean has = first < body.size() && body.get(first).isWord("with");
        var statement = new ArrayList<>(body.subList(0, first));
        statement.add(Token.verbatim("WITH "));
        String separator = "";
        for (Map.Entry<String, List<Token>> expression : common.entrySet()) {
            statement.add(Token.verbatim(separator + expression.getKey() + " AS (\n"));
            statement.addAll(expression.getValue());
            statement.add(Token.verbatim("\n)"));
            separator = ",\n";
        }
        statement.add(Token.verbatim(has ? "," : "\n"));
        statement.addAll(body.subList(has ? first + 1 : first, body.size()));
        return statement;
    }

    /** Without space around it, and without semicolons behind it. */
    private static List<Token> stripped(List<Token> tokens) {
        int from = 0;
        int to = tokens.size();
        while (to > 0
                && (tokens.get(to - 1).kind() == Token.Kind.SPACE
                        || tokens.get(to - 1).isSymbol(';'))) {
            to--;
        }
        while (from < to && tokens.get(from).kind() == Token.Kind.SPACE) {
            from++;
        }
        return tokens.subList(from, to);
    }

    /** Literals, then words of the dialect. */
    private List<Token> finish(List<Token> tokens) {
        List<Token> literal = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            Token token = tokens.get(at);
            int open = Call.next(tokens, at + 1);
            if (token.isWord("count_of")
                    && open < tokens.size()
                    && tokens.get(open).isSymbol('(')) {
                Call call = Call.read(tokens, open);
                literal.add(Token.verbatim(
                        Integer.toString(arguments.rows(call.argument(0).substring(1)))));
                at = call.end();
            } else if (token.isWord("step_is")
                    && open < tokens.size()
                    && tokens.get(open).isSymbol('(')) {
                Call call = Call.read(tokens, open);
                literal.add(Token.verbatim(stepIs(call)));
                at = call.end();
            } else if (token.text().equals("NAMED")
                    && open < tokens.size()
                    && tokens.get(open).isSymbol('(')) {
                Call call = Call.read(tokens, open);
                literal.add(Token.verbatim(arguments.named(call.argument(0).substring(1), dialect)));
                at = call.end();
            } else if (told(tokens, at).isPresent()) {
                literal.add(Token.verbatim(told(tokens, at).orElseThrow()));
                at = Call.read(tokens, open).end();
            } else {
                boolean given = token.kind() == Token.Kind.PARAMETER
                        && question.parameter(token.name()).isPresent();
                literal.add(given ? Token.verbatim(arguments.render(token.name(), dialect)) : token);
                at++;
            }
        }
        return macros.expand(literal);
    }

    private String stepIs(Call call) {
        String name = call.argument(0).substring(1);
        return call.arguments().size() == 2
                ? arguments.stepIs(name, Integer.parseInt(call.argument(1)), dialect)
                : arguments.stepIs(name, call.argument(1), call.argument(2), dialect);
    }

    private Optional<String> told(List<Token> tokens, int at) {
        int open = Call.next(tokens, at + 1);
        boolean calls = tokens.get(at).kind() == Token.Kind.WORD
                && open < tokens.size()
                && tokens.get(open).isSymbol('(');
        return calls && ToldApart.isWord(tokens.get(at))
                ? new ToldApart(arguments, dialect).render(tokens.get(at), Call.read(tokens, open))
                : Optional.empty();
    }

    /** Puts what is read in the place of the names of tables, views and parts. */
    private List<Token> resolve(List<Token> tokens, TableScope scope) {
        Map<String, Integer> own = ownNames(tokens);
        if (project != null) {
            project.check(tokens, own);
        }
        var places = new TablePlaces();
        var resolved = new ArrayList<Token>();
        int at = 0;
        while (at < tokens.size()) {
            if (!places.isTable(tokens.get(at))) {
                resolved.add(tokens.get(at));
                at++;
                continue;
            }
            Token token = tokens.get(at);
            int open = Call.next(tokens, at + 1);
            boolean cutting = token.isWord("at") || token.isWord("within") || token.isWord("reading");
            if (cutting && open < tokens.size() && tokens.get(open).isSymbol('(')) {
                Call call = Call.read(tokens, open);
                resolved.addAll(read(call.argument(0), cut(token, call, scope)));
                at = call.end();
            } else if (open < tokens.size() && tokens.get(open).isSymbol('(')) {
                // A function whose rows are read: whatever it is, it is no table of the lake.
                resolved.add(token);
                at++;
            } else {
                int end = TablePlaces.endOfName(tokens, at);
                String name = Token.text(tokens.subList(at, end));
                if (own.containsKey(token.name())) {
                    resolved.addAll(tokens.subList(at, end));
                } else if (project != null && Part.find(name).isEmpty()) {
                    end = ofProject(project, name, tokens, end, scope, resolved);
                } else {
                    resolved.addAll(read(name, scope));
                }
                at = end;
            }
        }
        return resolved;
    }

    /** Adds a project's rows of a table or view; returns the place behind its hint. */
    private int ofProject(
            ProjectTables of, String name, List<Token> tokens, int end, TableScope scope, List<Token> resolved) {
        int behind = ProjectTables.behindHint(tokens, end);
        String hint = Token.text(tokens.subList(end, behind));
        boolean named = ProjectTables.hasAlias(tokens, behind);
        resolved.add(Token.verbatim(of.rows(name, table(name, scope) + hint, bounds(name, scope), named)));
        return behind;
    }

    private TableScope cut(Token how, Call call, TableScope scope) {
        if (how.isWord("at")) {
            return atMark(call);
        }
        return how.isWord("within") ? within(call) : reading(call, scope);
    }

    /** The same rows; the properties that people had then, only where one of the parameters speaks of them. */
    private TableScope reading(Call call, TableScope scope) {
        boolean ofPeople = IntStream.range(1, call.arguments().size()).anyMatch(i -> !arguments
                .propertiesOfPeople(call.argument(i).substring(1))
                .isEmpty());
        return ofPeople ? scope : new TableScope(scope.mark(), scope.suffix(), scope.condition(), true);
    }

    private TableScope atMark(Call call) {
        String parameter = call.argument(1).substring(1);
        return new TableScope(arguments.value(parameter), "_at_" + parameter, null, false);
    }

    private TableScope within(Call call) {
        Instant from = arguments.time(call.argument(1).substring(1)).minus(MARGIN);
        Instant to = arguments.time(call.argument(2).substring(1)).plus(MARGIN);
        String bounds = "event_time >= " + dialect.time(TimeParser.nearest(from)) + " AND event_time < "
                + dialect.time(TimeParser.nearest(to));
        return new TableScope(mark, "_within", bounds, false);
    }

    /**
     * What is read under a name: a common table expression, a table as of a mark, or what the engine has of that name.
     */
    private List<Token> read(String named, TableScope around) {
        boolean then = named.equals(EVENTS) && !ofPeople.isEmpty() && !around.asSent();
        String name = then ? EVENTS_THEN : named;
        TableScope scope = (name.equals(PEOPLE_THEN) ? around.always() : around).in(name);
        Optional<Part> part = Part.find(name);
        if (part.isPresent()) {
            String expression = name + scope.suffix();
            if (!common.containsKey(expression)) {
                part.get().isReadBy(question);
                common.put(expression, finish(resolve(part.get().tokens(), scope)));
            }
            return Token.of(expression);
        }
        String rows = table(name, scope);
        String bounds = bounds(name, scope);
        if (project != null) {
            rows = project.rows(name, rows, bounds, true);
        } else if (bounds != null) {
            rows = "(SELECT * FROM " + rows + " WHERE " + bounds + ")";
        }
        return List.of(Token.verbatim(rows));
    }

    /** A table as of a mark; what is none of the lake's as it is. */
    private String table(String name, TableScope scope) {
        String then = scope.mark();
        return then != null && Views.tables().contains(last(name)) ? dialect.at(name, then) : name;
    }

    /** The condition on time under which a table is read; null: all rows. */
    private static @Nullable String bounds(String name, TableScope scope) {
        return last(name).equals("events") ? scope.condition() : null;
    }

    /** With the names of a catalog and a namespace before it, a table is the same table. */
    static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1).replaceAll("[`\"]", "");
    }

    /** The common table expressions that a text brings itself; they hide tables and views of the same names. With the place of each. */
    private static Map<String, Integer> ownNames(List<Token> tokens) {
        var names = new TreeMap<String, Integer>();
        for (int i = 0; i < tokens.size(); i++) {
            int as = Call.next(tokens, i + 1);
            int open = Call.next(tokens, as + 1);
            if (tokens.get(i).kind() == Token.Kind.WORD
                    && open < tokens.size()
                    && tokens.get(as).isWord("as")
                    && tokens.get(open).isSymbol('(')) {
                names.putIfAbsent(tokens.get(i).name(), i);
            }
        }
        return names;
    }
}
