package io.tidemark.ops.feed;

import io.tidemark.job.kafka.EventsSender;
import io.tidemark.ops.archive.ArchiveReader;
import io.tidemark.ops.archive.ArchivedEvent;
import io.tidemark.ops.archive.RowReader;
import io.tidemark.ops.input.Content;
import io.tidemark.ops.input.Envelope;
import io.tidemark.ops.input.NotEvents;
import io.tidemark.ops.input.RecordReader;
import io.tidemark.ops.input.RecordTooLong;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files, pipes and standard input that an ingest is given: JSON lines, JSON of other layouts and whole requests, plain
 * or gzipped, and archives of an export, ours or Amplitude's. What each holds is told by its first bytes. A record is
 * handed on as its bytes are, without what wraps it; a row of an export as the event that it was, wherever it is.
 */
public final class EventFiles implements Records {
    private final List<EventSource> sources;
    private final Envelope envelope;

    /** The same with nothing that is said of all events. */
    public EventFiles(List<String> names) {
        this(names, Envelope.EMPTY);
    }

    /**
     * Looks whether every file can be read and begins like one of events, before anything is begun. Of what is read once,
     * that is told when it is read.
     *
     * @param envelope what is said of each event that does not say it itself
     * @throws SourceFailure if one cannot
     */
    public EventFiles(List<String> names, Envelope envelope) {
        this.sources = names.stream().map(EventSource::of).toList();
        this.envelope = envelope;
        for (EventSource source : sources) {
            try {
                source.check();
            } catch (IOException e) {
                throw notEvents(source, e, "Nothing was sent");
            }
        }
    }

    @Override
    public List<String> forEach(Records.Consumer consumer) {
        List<String> empty = new ArrayList<>();
        for (EventSource source : sources) {
            Sending sending = new Sending(consumer, envelope);
            try (InputStream in = source.open()) {
                send(source, Content.of(in), sending);
            } catch (NotEvents e) {
                throw notEvents(source, e, sending.sent == 0 ? "Nothing of it was sent" : "");
            } catch (RecordTooLong e) {
                throw new SourceFailure("Could not read all of " + source.name() + ": " + e.getMessage()
                        + ". Is it a file of JSON lines?");
            } catch (IOException e) {
                throw new SourceFailure("Could not read all of " + source.name() + ": " + reason(e)
                        + ". What was sent before is being kept; mend the file and send it again: events with an"
                        + " insert_id are not taken twice.");
            }
            if (sending.sent == 0) {
                empty.add(source.name());
            }
        }
        return empty;
    }

    /** Puts into each record what is said of all, and counts them. */
    private static final class Sending implements java.util.function.Consumer<ArchivedEvent> {
        private final Records.Consumer consumer;
        private final Envelope envelope;
        private final RowReader rows = new RowReader();
        private long sent;

        Sending(Records.Consumer consumer, Envelope envelope) {
            this.consumer = consumer;
            this.envelope = envelope;
        }

        void record(byte[] record) {
            accept(rows.read(record));
        }

        @Override
        public void accept(ArchivedEvent event) {
            sent++;
            consumer.accept(envelope.around(event.value()), event.timestamp());
        }
    }

    private static void send(EventSource source, Content content, Sending sending) throws IOException {
        if (content.form() == Content.Form.ARCHIVE) {
            archive(source, content, sending);
            return;
        }
        try (RecordReader records = content.records(EventsSender.LARGEST_RECORD)) {
            for (byte[] record = records.next(); record != null; record = records.next()) {
                sending.record(record);
            }
        }
    }

    /** An archive is read from its end; one that comes through a pipe, or is compressed, is kept in a file meanwhile. */
    private static void archive(EventSource source, Content content, Sending sending) throws IOException {
        Path file = source.file();
        if (file != null && !content.gzipped()) {
            new ArchiveReader(file, EventsSender.LARGEST_RECORD).forEach(sending);
            return;
        }
        Path kept = temporary();
        try {
            kept.toFile().deleteOnExit();
            Files.copy(content.bytes(), kept, StandardCopyOption.REPLACE_EXISTING);
            new ArchiveReader(kept, EventsSender.LARGEST_RECORD).forEach(sending);
        } finally {
            Files.deleteIfExists(kept);
        }
    }

    private static Path temporary() throws IOException {
        try {
            return Files.createTempFile("tidemark-", ".zip");
        } catch (IOException e) {
            throw new IOException(
                    "an archive that is no plain file is kept in the temporary directory meanwhile, and no file can be"
                            + " made there (" + e.getMessage() + "); TIDEMARK_JAVA_OPTS=-Djava.io.tmpdir=DIR moves it",
                    e);
        }
    }

    private static SourceFailure notEvents(EventSource source, IOException e, String sent) {
        return new SourceFailure("Cannot read events from " + source.name() + ": " + reason(e) + ". " + sent
                + (sent.isEmpty() ? "" : "."));
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it is there no longer";
        }
        if (e instanceof AccessDeniedException) {
            return "it may not be read";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
