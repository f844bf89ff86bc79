package io.tidemark.rules.checkout;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in, found from the directory of any of its modules. */
public final class Checkout {
    private static final Path ROOT = find(Path.of("").toAbsolutePath());

    private Checkout() {}

    /**
     * A file or a directory of the checkout.
     *
     * @param path from its root, such as {@code sql/views}
     */
    public static Path path(String path) {
        return ROOT.resolve(path);
    }

    private static Path find(Path start) {
        for (Path each = start; each != null; each = each.getParent()) {
            if (Files.isRegularFile(each.resolve("tidemark")) && Files.isRegularFile(each.resolve("mvnw"))) {
                return each;
            }
        }
        throw new IllegalStateException("No checkout of Tidemark at or above " + start);
    }
}
