package io.tidemark.ops.export;

import io.tidemark.lake.read.ExternalSort;
import io.tidemark.rules.event.LogPosition;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;

/** Lines while they are sorted. */
final class LineFormat implements ExternalSort.Format<PlacedLine> {
    private static final long OVERHEAD = 160;

    private LineFormat() {}

    /** A sort of lines in the order of the archive. */
    static ExternalSort<PlacedLine> sort(Path directory, long memory) throws IOException {
        return new ExternalSort<>(new LineFormat(), memory, directory);
    }

    /** Adds a line for a reader of the lake, which hands a failure of ours on as it is. */
    static void add(ExternalSort<PlacedLine> sort, PlacedLine line) {
        try {
            sort.add(line);
        } catch (IOException e) {
            throw Export.cannotWrite(sort.directory(), e);
        }
    }

    @Override
    public Comparator<PlacedLine> order() {
        return PlacedLine.ORDER;
    }

    @Override
    public long size(PlacedLine line) {
        return OVERHEAD + line.text().length;
    }

    @Override
    public void write(PlacedLine line, DataOutputStream out) throws IOException {
        byte[] project = line.project().getBytes(StandardCharsets.UTF_8);
        out.writeInt(line.text().length);
        out.writeLong(line.hour());
        out.writeInt(project.length);
        out.write(project);
        out.writeInt(line.place().generation());
        out.writeInt(line.place().partition());
        out.writeLong(line.place().offset());
        out.write(line.text());
    }

    @Override
    public PlacedLine read(DataInputStream in) throws IOException {
        byte[] text = new byte[in.readInt()];
        long hour = in.readLong();
        String project = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        LogPosition place = new LogPosition(in.readInt(), in.readInt(), in.readLong());
        in.readFully(text);
        return new PlacedLine(hour, project, place, text);
    }

    @Override
    public boolean isCompressed() {
        return true;
    }
}
