package io.tidemark.ops.embedded;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The parts that a lake's directory may have lost besides its catalog: the file that says what it is, and its log. */
final class LostParts {
    private LostParts() {}

    /**
     * Returns if a directory without {@value LakeStateFile#NAME} never was a lake.
     *
     * @throws Refusal if it has a catalog and a warehouse; the text of the lost file is in it where the log tells it
     */
    static void refuseLostState(Path root) {
        if (!Files.isRegularFile(root.resolve("catalog.db")) || !LakeHome.hasTablesThatWereWrittenTo(root)) {
            return;
        }
        String file = root.resolve(LakeStateFile.NAME).toString();
        String remade = topic(root)
                .map(topic ->
                        ", or write it again: printf 'format=1\\ntopic=%s\\npartitions=%d\\nepoch=1\\ndone=false\\n"
                                        .formatted(topic.name(), topic.partitions())
                                + "end-offsets=\\n' > '" + file + "'")
                .orElse("");
        throw RefusalCode.LAKE_STATE_LOST.refuse(root, LakeStateFile.NAME, remade);
    }

    /**
     * Returns if the lake has its log, or has no use for one yet.
     *
     * @throws Refusal if tables were written to and a partition of their topic is gone
     */
    static void requireLog(Path root, LakeState state) {
        Optional<Path> gone = IntStream.range(0, state.partitions())
                .mapToObj(partition -> data(root).resolve(state.topic() + "-" + partition))
                .filter(directory -> !Files.isDirectory(directory))
                .findFirst();
        if (gone.isPresent() && LakeHome.hasTablesThatWereWrittenTo(root)) {
            throw RefusalCode.LOG_LOST.refuse(root, gone.get(), state.topic(), root.resolve("kafka"));
        }
    }

    private record Topic(String name, int partitions) {}

    /** The one topic of the lake's log; none if there are several, or none is left. */
    private static Optional<Topic> topic(Path root) {
        List<String> partitions;
        try (Stream<Path> directories = Files.list(data(root))) {
            partitions = directories
                    .filter(Files::isDirectory)
                    .map(directory -> directory.getFileName().toString())
                    .filter(name -> !name.startsWith("__") && name.matches(".+-[0-9]+"))
                    .toList();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        Set<String> names = partitions.stream()
                .map(name -> name.substring(0, name.lastIndexOf('-')))
                .collect(Collectors.toSet());
        return names.size() == 1
                ? Optional.of(new Topic(names.iterator().next(), partitions.size()))
                : Optional.empty();
    }

    private static Path data(Path root) {
        return BrokerStorage.in(root.resolve("kafka")).data();
    }
}
