package io.tidemark.ops.export;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.overrides.IdentityOverride;
import io.tidemark.lake.overrides.OverridesInForce;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.rules.event.Murmur3;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** Some people, by their amplitude ids. Eight bytes each, so that a cohort may be as large as all of them. */
public final class Cohort {
    /** The columns in which people are looked for, the first that is there. */
    private static final List<String> COLUMNS =
            List.of("resolved_amplitude_id", "merged_amplitude_id", Columns.AMPLITUDE_ID, "person");

    private final long[] ids;

    private Cohort(long[] sorted) {
        this.ids = sorted;
    }

    /** The people of these ids. */
    public static Cohort of(long... ids) {
        Ids gathered = new Ids();
        Arrays.stream(ids).forEach(gathered::add);
        return new Cohort(gathered.sorted());
    }

    /**
     * The people of a file: one amplitude id a line, or CSV with a header that names a column of them, as
     * {@code tidemark sql --format csv} writes it.
     *
     * @throws LakeFailure if it cannot be read, or if a line has no id
     */
    public static Cohort read(Path file) {
        Ids ids = new Ids();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int column = -1;
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String stripped = line.strip();
                if (stripped.isEmpty()) {
                    continue;
                }
                List<String> cells = cells(stripped);
                if (column < 0) {
                    OptionalInt named = column(cells);
                    column = named.orElse(0);
                    if (named.isPresent()) {
                        continue;
                    }
                }
                ids.add(id(file, number, column < cells.size() ? cells.get(column) : ""));
            }
        } catch (MalformedInputException e) {
            throw failure(file, "it is no text in UTF-8", e);
        } catch (IOException e) {
            String why = Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file";
            throw failure(file, why, e);
        }
        return new Cohort(ids.sorted());
    }

    // Ids have no commas in them, so a quote only ever surrounds.
    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(cell -> cell.strip().replaceAll("^\"|\"$", ""))
                .toList();
    }

    private static OptionalInt column(List<String> header) {
        return COLUMNS.stream()
                .flatMapToInt(name -> IntStream.range(0, header.size())
                        .filter(i -> header.get(i).equals(name)))
                .findFirst();
    }

    private static long id(Path file, long line, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw failure(file, "line " + line + " has no amplitude id: '" + text + "'", e);
        }
    }

    private static LakeFailure failure(Path file, String why, Exception cause) {
        return new LakeFailure(
                "Could not read the cohort " + file,
                why,
                "Give one amplitude id a line, or CSV with a column of the name " + String.join(", ", COLUMNS) + ".",
                cause);
    }

    /** The same people, with every id that is theirs by the merges of a snapshot and the corrections of it. */
    Cohort resolved(Table merges, long snapshot, OverridesInForce said) {
        Schema pair = merges.schema().select(Columns.AMPLITUDE_ID, Columns.MERGED_AMPLITUDE_ID);
        Ids persons = gathered();
        for (long id : ids) {
            persons.add(said.person(id, null));
        }
        TableRows.read(merges, snapshot, pair, merge -> {
            if (contains(mergedAway(merge))) {
                persons.add(person(said, merge));
            }
        });
        Cohort people = new Cohort(persons.sorted());
        Ids all = people.gathered();
        TableRows.read(merges, snapshot, pair, merge -> {
            if (people.contains(person(said, merge))) {
                all.add(mergedAway(merge));
            }
        });
        for (IdentityOverride map : said.maps()) {
            long id = map.subject().amplitudeId();
            if (people.contains(said.person(id, null))) {
                all.add(id);
            }
        }
        return new Cohort(all.sorted());
    }

    private static long mergedAway(Record merge) {
        return (Long) merge.getField(Columns.AMPLITUDE_ID);
    }

    private static long person(OverridesInForce said, Record merge) {
        return said.person(mergedAway(merge), (Long) merge.getField(Columns.MERGED_AMPLITUDE_ID));
    }

    private Ids gathered() {
        Ids gathered = new Ids();
        for (long id : ids) {
            gathered.add(id);
        }
        return gathered;
    }

    /** Whether an id is one of theirs. */
    boolean contains(long id) {
        return Arrays.binarySearch(ids, id) >= 0;
    }

    /** How many ids. */
    public int size() {
        return ids.length;
    }

    /** The same for the same ids. */
    String digest() {
        Murmur3 murmur = new Murmur3().start(ids.length);
        byte[] bytes = new byte[Long.BYTES];
        for (long id : ids) {
            murmur.add(ByteBuffer.wrap(bytes).putLong(id).array(), 0, Long.BYTES);
        }
        return ids.length + " ids " + Long.toHexString(murmur.finish().first());
    }
}
