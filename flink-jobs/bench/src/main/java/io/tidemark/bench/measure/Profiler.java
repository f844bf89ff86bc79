package io.tidemark.bench.measure;

import java.io.IOException;
import one.profiler.AsyncProfiler;
import one.profiler.AsyncProfilerLoader;
import org.jspecify.annotations.Nullable;

/** async-profiler over this process, by CPU time, once it is warm; or nothing, where no file is named. */
public final class Profiler {
    private final String file;
    private @Nullable AsyncProfiler running;

    /** A profiler into a file of collapsed stacks; the empty name is that of none. */
    public Profiler(String file) {
        this.file = file;
    }

    /** Begins the profile. */
    public void start() {
        if (file.isEmpty()) {
            return;
        }
        try {
            AsyncProfiler profiler = AsyncProfilerLoader.load();
            profiler.execute("start,event=itimer,interval=1ms,threads");
            running = profiler;
        } catch (IOException | IllegalStateException e) {
            throw new BenchFailure(
                    "Cannot profile: " + e.getMessage() + ". It works on Linux and macOS; leave --profile out.", e);
        }
    }

    /** Ends the profile and writes it. */
    public void stop() {
        if (running == null) {
            return;
        }
        try {
            running.execute("stop,collapsed,file=" + file);
        } catch (IOException e) {
            throw new BenchFailure("Cannot write the profile to " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
