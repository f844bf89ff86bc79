package io.tidemark.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that fails as disks do. What was not forced is lost or torn at a kill; after a force that failed, what
 * was to be written is dropped, though it can still be read and the next force reports success.
 */
public final class SimulatedDisk implements Disk {
    private final Map<String, Content> files = new TreeMap<>();
    /** Deleted since the directory was last forced: a kill may bring it back. */
    private final Map<String, Content> deleted = new TreeMap<>();

    private Faults faults = (operation, number) -> Fault.NONE;
    private int operations;
    private long capacity = Long.MAX_VALUE;
    private int forces;

    /** What an operation does. */
    public enum Fault {
        NONE,
        /** It throws; a write may have written a part before. */
        FAILS,
        /** A write writes a part of its bytes and says so. */
        SHORT
    }

    /** The operations. */
    public enum Operation {
        CREATE,
        APPEND,
        FORCE,
        TRUNCATE,
        DELETE,
        RENAME,
        READ
    }

    /** Decides what an operation does. */
    @FunctionalInterface
    public interface Faults {
        /** The fault of an operation, which is the so manyth one, from 0. */
        Fault next(Operation operation, int number);
    }

    private static final class Content {
        private byte[] bytes = new byte[64];
        private int size;
        private int forced;
        /** From where to where nothing will be on the disk. */
        private final List<int[]> dropped = new ArrayList<>();

        private void add(byte value) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * size);
            }
            bytes[size++] = value;
        }
    }

    /** Sets what fails from now on; operations are counted from 0 again. */
    public void faults(Faults next) {
        faults = next;
        operations = 0;
    }

    /** Sets how many bytes the disk has. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** How many operations there were since faults were set. */
    public int operations() {
        return operations;
    }

    /** How often something was forced with success. */
    public int forces() {
        return forces;
    }

    private Fault next(Operation operation) {
        return faults.next(operation, operations++);
    }

    private void step(Operation operation) throws IOException {
        if (next(operation) == Fault.FAILS) {
            throw new IOException("Injected: " + operation);
        }
    }

    /** The machine loses its power: what was not forced is gone, or there in part, or something else is in its place. */
    public void kill(Random random) {
        for (Map.Entry<String, Content> each : deleted.entrySet()) {
            if (random.nextBoolean()) {
                files.putIfAbsent(each.getKey(), each.getValue());
            }
        }
        deleted.clear();
        files.values().forEach(content -> tear(content, random));
        faults = (operation, number) -> Fault.NONE;
    }

    private static void tear(Content content, Random random) {
        for (int[] range : content.dropped) {
            Arrays.fill(content.bytes, range[0], Math.min(range[1], content.size), (byte) 0);
        }
        content.dropped.clear();
        int unforced = content.size - content.forced;
        if (unforced > 0 && random.nextInt(3) == 0) {
            content.bytes[content.forced + random.nextInt(unforced)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        } else {
            int kept = content.forced + random.nextInt(unforced + 1);
            int size = kept + (random.nextBoolean() ? 0 : random.nextInt(content.size - kept + 1));
            for (int i = kept; i < size; i++) {
                content.bytes[i] = random.nextBoolean() ? 0 : (byte) random.nextInt();
            }
            content.size = size;
        }
        content.forced = content.size;
    }

    /** The bytes of a file. */
    public byte[] bytes(String name) {
        Content content = files.get(name);
        return content == null ? new byte[0] : Arrays.copyOf(content.bytes, content.size);
    }

    /** Puts a file there, forced. */
    public void put(String name, byte[] bytes) {
        Content content = new Content();
        for (byte each : bytes) {
            content.add(each);
        }
        content.forced = content.size;
        files.put(name, content);
    }

    private Content find(String name) throws NoSuchFileException {
        Content content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public DiskFile create(String name) throws IOException {
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Content content = new Content();
        files.put(name, content);
        step(Operation.CREATE);
        deleted.clear();
        return new OpenFile(content);
    }

    @Override
    public long size(String name) throws IOException {
        return find(name).size;
    }

    @Override
    public int read(String name, long from, ByteBuffer into) throws IOException {
        Content content = find(name);
        step(Operation.READ);
        int count = (int) Math.max(0, Math.min(into.remaining(), content.size - from));
        into.put(content.bytes, (int) from, count);
        return count;
    }

    @Override
    public void delete(String name) throws IOException {
        Content content = find(name);
        step(Operation.DELETE);
        files.remove(name);
        deleted.put(name, content);
    }

    @Override
    public void rename(String name, String other) throws IOException {
        Content content = find(name);
        step(Operation.RENAME);
        files.remove(name);
        files.put(other, content);
    }

    @Override
    public void close() {}

    private long used() {
        long sum = 0;
        for (Content content : files.values()) {
            sum += content.size;
        }
        return sum;
    }

    private final class OpenFile implements DiskFile {
        private final Content content;
        private boolean closed;

        private OpenFile(Content content) {
            this.content = content;
        }

        private void checkOpen() throws IOException {
            if (closed) {
                throw new IOException("Closed");
            }
        }

        @Override
        public int append(ByteBuffer bytes) throws IOException {
            checkOpen();
            Fault fault = next(Operation.APPEND);
            int part = fault == Fault.NONE ? bytes.remaining() : Math.max(1, bytes.remaining() * 2 / 3);
            int count = (int) Math.max(0, Math.min(part, capacity - used()));
            for (int i = 0; i < count; i++) {
                content.add(bytes.get());
            }
            if (fault == Fault.FAILS || (count == 0 && bytes.hasRemaining())) {
                throw new IOException("Injected: APPEND");
            }
            return count;
        }

        @Override
        public void force() throws IOException {
            checkOpen();
            if (next(Operation.FORCE) == Fault.FAILS) {
                content.dropped.add(new int[] {content.forced, content.size});
                content.forced = content.size;
                throw new IOException("Injected: FORCE");
            }
            content.forced = content.size;
            forces++;
        }

        @Override
        public void truncate(long size) throws IOException {
            checkOpen();
            step(Operation.TRUNCATE);
            content.size = (int) Math.min(size, content.size);
            content.forced = Math.min(content.forced, content.size);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
