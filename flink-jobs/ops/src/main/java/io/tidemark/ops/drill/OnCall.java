package io.tidemark.ops.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The person on call: has the product's commands and the pipeline's configuration, and nothing else. */
final class OnCall {
    private static final Pattern HASH = Pattern.compile("--execute ([0-9a-f]+)");
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]+");
    private static final Pattern STEP = Pattern.compile(".*: .* \\([0-9.]+ s\\)");
    private static final int DONE = 0;

    private final Commands commands;
    private final Logbook logbook;
    private final Path config;

    /**
     * A person.
     *
     * @param config the file of the pipeline's configuration
     */
    OnCall(Commands commands, Logbook logbook, Path config) {
        this.commands = commands;
        this.logbook = logbook;
        this.config = config;
    }

    /** Runs a command that must succeed; returns how long it took. */
    double does(String what, String... arguments) {
        return timed(what, arguments).seconds;
    }

    /** Looks at the plan of a command, then executes it; returns how long both took. */
    double plansAndDoes(String what, String... arguments) {
        Timed plan = timed(what + ": the plan", arguments);
        Matcher hash = HASH.matcher(plan.result.out());
        logbook.require("`tidemark " + name(arguments) + "` prints a plan with its hash", hash.find(), "");
        return plan.seconds + does(what, with(arguments, "--execute", hash.group(1)));
    }

    /** Runs a command, whatever comes of it. */
    Commands.Result tries(String what, String... arguments) {
        List<String> line = line(arguments);
        List<Commands.Result> results = new ArrayList<>();
        logbook.step(what, text(line), () -> {
            Commands.Result result = commands.run(line);
            results.add(result);
            return said(result);
        });
        return results.get(0);
    }

    private record Timed(Commands.Result result, double seconds) {}

    private Timed timed(String what, String... arguments) {
        long begin = System.nanoTime();
        Commands.Result result = tries(what, arguments);
        double seconds = (System.nanoTime() - begin) / 1e9;
        logbook.require(
                "`tidemark " + name(arguments) + "` succeeds",
                result.code() == DONE,
                result.code() == DONE ? "" : (result.err() + result.out()).strip());
        return new Timed(result, seconds);
    }

    /** What a command said in the end, and the steps that it told of on the way. */
    private static String said(Commands.Result result) {
        Stream<String> steps = LINE_END.splitAsStream(result.err())
                .map(String::strip)
                .filter(line -> STEP.matcher(line).matches());
        List<String> lines =
                result.out().lines().filter(line -> !line.isBlank()).toList();
        Stream<String> last = lines.stream().skip(Math.max(0, lines.size() - 1));
        return Stream.of(steps, last, Stream.of("exit code " + result.code()).filter(code -> result.code() != DONE))
                .flatMap(part -> part)
                .collect(Collectors.joining("\n"));
    }

    private List<String> line(String... arguments) {
        int words = words(arguments);
        return Stream.of(
                        Arrays.stream(arguments).limit(words),
                        Stream.of("--config", config.toString()),
                        Arrays.stream(arguments).skip(words))
                .flatMap(part -> part)
                .toList();
    }

    /** The commands on the service configuration have two words. */
    private static int words(String... arguments) {
        return arguments[0].equals("config") ? 2 : 1;
    }

    private static String name(String... arguments) {
        return Arrays.stream(arguments).limit(words(arguments)).collect(Collectors.joining(" "));
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    private static String text(List<String> line) {
        return "tidemark " + String.join(" ", line);
    }
}
