package io.tidemark.ops.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A job's jar, packed from a class that the test has compiled. */
final class JobJar {

    private JobJar() {}

    /** Packs the class and those nested in it, with the class as the jar's main class. */
    static Path of(Class<?> main, Path jar) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path file : classFiles(main)) {
                String folder = main.getPackageName().replace('.', '/');
                out.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
            return jar;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("Cannot pack " + main.getName() + " into " + jar, e);
        }
    }

    private static List<Path> classFiles(Class<?> main) throws IOException, URISyntaxException {
        Path classes =
                Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = classes.resolve(main.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.equals(main.getSimpleName() + ".class")
                                || name.startsWith(main.getSimpleName() + "$");
                    })
                    .toList();
        }
    }
}
