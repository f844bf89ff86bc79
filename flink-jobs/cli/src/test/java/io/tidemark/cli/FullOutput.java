package io.tidemark.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Standard output on a device that is full, or whose reader has gone: every write fails with this message. */
final class FullOutput extends OutputStream {
    private final String message;

    FullOutput(String message) {
        this.message = message;
    }

    /** One run of the command whose results cannot be written for this reason. */
    static Run run(String reason, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Tidemark.run(new FullOutput(reason), err, args);
        return new Run(code, "", err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void write(int b) throws IOException {
        throw new IOException(message);
    }
}
