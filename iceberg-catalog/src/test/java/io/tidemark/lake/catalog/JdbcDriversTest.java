package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.guard.Caller;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcDriversTest {
    @TempDir
    Path directory;

    @Test
    void everyCopyOfThisCodeInOneJvmFindsItsDriver() throws Exception {
        // As a Flink TaskManager does: a class loader of its own for each job, all in one JVM.
        for (String job : List.of("first", "second")) {
            try (URLClassLoader copy = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
                Object opened = openIn(copy, directory.resolve(job));

                assertThat(opened.getClass().getClassLoader()).isSameAs(copy);
                ((AutoCloseable) opened).close();
            }
        }
    }

    private static Object openIn(ClassLoader copy, Path place) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(copy);
        try {
            Class<?> settings = copy.loadClass(CatalogSettings.class.getName());
            Object local = settings.getMethod("local", Path.class, Path.class)
                    .invoke(null, place.resolveSibling(place.getFileName() + ".db"), place);
            Class<?> caller = copy.loadClass(Caller.class.getName());
            Object person = caller.getMethod("of", String.class).invoke(null, "test");
            return copy.loadClass(Lake.class.getName())
                    .getMethod("open", settings, caller)
                    .invoke(null, local, person);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            all.add(Path.of(entry).toUri().toURL());
        }
        return all.toArray(URL[]::new);
    }
}
