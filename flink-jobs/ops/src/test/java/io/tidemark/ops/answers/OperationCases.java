package io.tidemark.ops.answers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** The operations of {@code $identify} by hand, by Amplitude's documentation of each. */
final class OperationCases {
    private OperationCases() {}

    /**
     * What some documents come to.
     *
     * @param expected all that is known
     * @param documents in the order of their arrival
     */
    record Folded(String expected, List<String> documents) {}

    static List<Case> all() {
        return Stream.concat(withinTheLimits().stream(), beyondTheLimits().stream())
                .map(OperationCases::given)
                .toList();
    }

    /** Those of which every document can be read. */
    static List<Folded> withinTheLimits() {
        var cases = new ArrayList<Folded>();
        cases.add(folded("{\"a\":1,\"b\":\"x\"}", "{\"b\":\"x\",\"a\":1}"));
        cases.add(folded("{\"a\":1,\"b\":[1.5]}", "{\"a\":0,\"b\":2}", "{\"$set\":{\"a\":1,\"b\":[1.50]}}"));
        cases.add(folded("{\"a\":3,\"b\":{\"k\":2}}", "{\"a\":2,\"b\":{\"k\":1,\"k\":2},\"a\":3}"));
        cases.add(folded("{\"a\":0,\"b\":2}", "{\"a\":0}", "{\"$setOnce\":{\"a\":1,\"b\":2}}"));
        cases.add(folded(
                "{\"b\":2}", "{\"a\":0,\"b\":2,\"c\":null}", "{\"$unset\":{\"a\":\"-\",\"c\":\"-\",\"d\":\"-\"}}"));
        cases.add(folded("{\"c\":3}", "{\"a\":0,\"b\":2}", "{\"$clearAll\":\"-\",\"c\":3}"));
        cases.add(folded(
                "{\"a\":3,\"b\":5,\"c\":-0.25,\"d\":7,\"f\":\"x\"}",
                "{\"a\":1,\"c\":0.25,\"d\":\"x\",\"f\":\"x\"}",
                "{\"$add\":{\"a\":2,\"b\":5,\"c\":-0.5,\"d\":7,\"e\":\"more\",\"f\":\"y\"}}"));
        cases.add(folded("{\"a\":100000001}", "{\"$add\":{\"a\":1}}", "{\"$add\":{\"a\":100000000}}"));
        cases.add(folded(
                "{\"a\":[1,2],\"b\":[1,2,1],\"c\":[3]}",
                "{\"a\":1,\"b\":[1]}",
                "{\"$append\":{\"a\":2,\"b\":[2,1],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":[2,1],\"b\":[2,1,1],\"c\":[3]}",
                "{\"a\":1,\"b\":[1]}",
                "{\"$prepend\":{\"a\":2,\"b\":[2,1],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":1,\"b\":[2,1],\"c\":[3]}",
                "{\"a\":1,\"b\":[1]}",
                "{\"$preInsert\":{\"a\":1,\"b\":[2,1,2],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":1,\"b\":[1,2],\"c\":[3]}",
                "{\"a\":1,\"b\":[1]}",
                "{\"$postInsert\":{\"a\":1,\"b\":[2,1,2],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":[],\"b\":[2]}", "{\"a\":1,\"b\":[1,2,1]}", "{\"$remove\":{\"a\":1,\"b\":[1,3],\"c\":3}}"));
        cases.add(folded(
                "{\"a\":12345678.5,\"b\":0.0005,\"c\":1,\"d\":true,\"e\":null,"
                        + "\"f\":{\"k\":[1,{},{\"b\":1.1,\"z\":-0.5}],\"z\":\"$ 1.0, 2.0\"}}",
                "{\"f\":{\"z\":\"$ 1.0, 2.0\",\"k\":[1,{},{\"z\":-5e-1,\"b\":1.10}]},"
                        + "\"a\":12345678.50,\"b\":0.0005,\"c\":1.0,\"d\":true,\"e\":null}"));
        cases.add(
                folded(
                        "{\"a\":0.3,\"b\":12345678901234567890,\"c\":1,\"d\":1E+20,\"e\":\"1.10\",\"f\":[1.1,\"1.10\"],"
                                + "\"g\":9007199254740993.000000000000000001}",
                        "{\"a\":0.10,\"b\":12345678901234567890,\"c\":1,\"d\":1E+20,\"e\":\"1.10\",\"f\":1.10,"
                                + "\"g\":9007199254740993}",
                        "{\"$add\":{\"a\":2e-1,\"b\":1,\"c\":1e20,\"d\":1,\"g\":1e-18},\"$postInsert\":{\"f\":[1.1,\"1.10\"]}}"));
        cases.addAll(nothingToDo());
        return cases;
    }

    /** Operations that find nothing to do, one after the other, and amounts that are sent as texts. */
    private static List<Folded> nothingToDo() {
        return List.of(
                folded("{\"a\":1}", "{\"$set\":{\"a\":1}}", "{\"$remove\":{\"tags\":[\"x\"]}}"),
                folded("{\"s\":\"blue\"}", "{\"s\":\"blue\"}", "{\"$remove\":{\"s\":\"red\"}}"),
                folded(
                        "{\"l\":[1,2],\"o\":{\"k\":1},\"s\":\"blue\"}",
                        "{\"l\":[1,2],\"o\":{\"k\":1},\"s\":\"blue\"}",
                        "{\"$remove\":{\"l\":[],\"o\":{\"k\":2},\"s\":[],\"t\":[]}}",
                        "{\"$append\":{\"l\":[],\"s\":[],\"t\":[]},\"$prepend\":{\"o\":[],\"u\":[]}}",
                        "{\"$preInsert\":{\"l\":[2,1],\"s\":\"blue\",\"t\":[]},\"$postInsert\":{\"o\":[{\"k\":1.0}]}}",
                        "{\"$unset\":{\"t\":\"-\"},\"$setOnce\":{\"s\":\"red\"},\"$add\":{\"s\":\"much\",\"t\":[1]}}"),
                folded(
                        "{\"l\":[],\"o\":[],\"s\":[]}",
                        "{\"l\":[1,2,1],\"o\":{\"k\":1},\"s\":\"blue\"}",
                        "{\"$remove\":{\"l\":[2,1],\"o\":{\"k\":1},\"s\":\"blue\"}}",
                        "{\"$remove\":{\"l\":[2,1],\"o\":{\"k\":1},\"s\":\"blue\"}}"),
                folded("{\"karma\":10}", "{\"$add\":{\"karma\":\"5\"}}", "{\"$add\":{\"karma\":\"5\"}}"),
                folded(
                        "{\"a\":3.25,\"b\":120,\"c\":7,\"d\":\"x\",\"f\":-1,\"g\":\"12345678901234567890\",\"h\":4}",
                        "{\"a\":\"5.5\",\"b\":20,\"d\":\"x\",\"g\":\"12345678901234567890\",\"h\":[3]}",
                        "{\"$add\":{\"a\":\"-2.25\",\"b\":\"1e2\",\"c\":\" +007 \",\"d\":\"3 pieces\",\"e\":\"0x10\","
                                + "\"f\":\"-1\",\"g\":\"1\",\"h\":\"4.0\",\"i\":\"\",\"j\":\"1,5\",\"k\":\"1e9999\"}}"));
    }

    /**
     * Documents that say nothing, since not every engine can read them, among others that do. No deeper than this, for they
     * are literals here, and Trino's planner computes what it can of a literal before any condition; deeper ones are in the
     * traffic of {@link AnalystsLake}.
     */
    private static List<Folded> beyondTheLimits() {
        String lists = "[".repeat(1_500) + "]".repeat(1_500);
        String objects = "{\"a\":".repeat(901) + "1" + "}".repeat(901);
        String within = "[".repeat(899) + "]".repeat(899);
        String digits = "7".repeat(20_000);
        String text = "[{\\\\\\\"".repeat(10_000);
        return List.of(
                folded("{\"plan\":\"pro\"}", "{\"plan\":\"pro\"}", "{\"plan\":\"x\",\"a\":" + lists + "}", objects),
                folded("{\"plan\":\"pro\"}", "{\"$append\":{\"a\":" + lists + "}}", "{\"plan\":\"pro\"}"),
                folded("{}", "{\"" + "x".repeat(50_001) + "\":1}"),
                folded("{\"a\":" + within + "}", "{\"a\":" + within + "}"),
                folded(
                        "{\"a\":[{\"b\":" + within.substring(2, within.length() - 2) + "},1]}",
                        "{\"a\":{\"b\":" + within.substring(2, within.length() - 2) + "}}",
                        "{\"$append\":{\"a\":1}}"),
                folded(
                        "{\"a\":" + digits + ",\"t\":\"" + text + "\"}",
                        "{\"t\":\"" + text + "\",\"a\":" + digits + "}"));
    }

    private static Folded folded(String expected, String... documents) {
        return new Folded(expected, List.of(documents));
    }

    /** Given to the engine in the other order. */
    private static Case given(Folded folded) {
        var text = new StringBuilder("-- What is known?\n");
        var rows = new ArrayList<String>();
        var given = new LinkedHashMap<String, String>();
        for (int i = folded.documents().size(); i > 0; i--) {
            text.append("-- :d").append(i).append("  text  x  a document\n");
            rows.add("(" + i + ", :d" + i + ")");
            given.put("d" + i, folded.documents().get(i - 1));
        }
        text.append(
                        "SELECT FOLD_PROPERTIES(doc, 1, MOMENT(CAST(0 AS BIGINT)), 0, CAST(n AS BIGINT)) AS known\nFROM (VALUES ")
                .append(String.join(", ", rows))
                .append(") AS d(n, doc)");
        return Case.of(text.toString(), given, histories -> List.of(Case.row(folded.expected())));
    }
}
