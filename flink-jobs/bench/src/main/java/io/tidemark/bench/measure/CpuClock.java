package io.tidemark.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPU time of this process. */
public final class CpuClock {
    private static final Path THREADS = Path.of("/proc/self/task");
    /** Linux counts a thread's time in hundredths of a second, whatever the machine. */
    private static final long TICK_NANOS = 10_000_000;

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** User and system time of all threads since the process began, in ns. */
    public long cpuNanos() {
        return process.getProcessCpuTime();
    }

    /** What the threads of the JIT compilers took of it, in ns; 0 where {@code /proc} does not tell. */
    public long jitNanos() {
        long ticks = 0;
        if (!Files.isDirectory(THREADS)) {
            return 0;
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                ticks += compilerTicks(thread);
            }
        } catch (IOException e) {
            return 0;
        }
        return ticks * TICK_NANOS;
    }

    private static long compilerTicks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            // "(name) state ppid …": the name may hold spaces, and user and system time are fields 14 and 15 of all.
            int nameEnd = stat.lastIndexOf(')');
            if (!stat.substring(0, nameEnd).contains("CompilerThre")) {
                return 0;
            }
            String[] fields = stat.substring(nameEnd + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException gone) {
            return 0;
        }
    }
}
