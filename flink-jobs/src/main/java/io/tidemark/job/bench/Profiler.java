package io.tidemark.job.bench;

import java.io.IOException;
import java.nio.file.Path;
import one.profiler.AsyncProfiler;
import one.profiler.AsyncProfilerLoader;

/** async-profiler over this process, by CPU time, from now until it is stopped. */
final class Profiler {
    private final AsyncProfiler profiler;
    private final Path file;

    private Profiler(AsyncProfiler profiler, Path file) {
        this.profiler = profiler;
        this.file = file;
    }

    /** Starts to profile into a file of collapsed stacks. */
    static Profiler start(Path file) {
        try {
            AsyncProfiler profiler = AsyncProfilerLoader.load();
            profiler.execute("start,event=itimer,interval=1ms,threads");
            return new Profiler(profiler, file);
        } catch (IOException | IllegalStateException e) {
            throw new BenchFailure(
                    "Cannot profile: " + e.getMessage() + ". It works on Linux and macOS; leave --profile out.", e);
        }
    }

    void stop() {
        try {
            profiler.execute("stop,collapsed,file=" + file);
        } catch (IOException e) {
            throw new BenchFailure("Cannot write the profile to " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
