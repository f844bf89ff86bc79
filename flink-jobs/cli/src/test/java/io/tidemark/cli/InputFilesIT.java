package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.cli.output.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files as people have them go into one lake, each in its own wrapping. */
@Timeout(300)
class InputFilesIT {
    private static final long RECEIVED = 1_698_840_001_000L;
    private static final String ROW = "{\"$insert_id\":\"%s\",\"amplitude_id\":7001,\"app\":123456,"
            + "\"client_event_time\":\"2015-10-05 13:01:37.123456\",\"client_upload_time\":\"2015-10-05 13:01:38.000000\","
            + "\"device_id\":\"archived-1\",\"event_time\":\"2015-10-05 13:01:37.123000\",\"event_type\":\"row\","
            + "\"server_received_time\":\"2015-10-05 13:01:38.100000\","
            + "\"server_upload_time\":\"2015-10-05 13:01:39.123456\",\"uuid\":\"u\"}\n";

    @TempDir
    private Path directory;

    @Test
    void filesOfEveryWrappingAreTakenAndOnlyRejectedRecordsAreNoSuccess() throws Exception {
        Path lake = directory.resolve("lake");
        Path pipe = directory.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path piped = write("piped", event("piped", RECEIVED).getBytes(UTF_8));
        new ProcessBuilder("sh", "-c", "cat " + piped + " > " + pipe).start();
        List<String> args = new ArrayList<>(List.of("ingest", "--lake", lake.toString(), "--json"));
        args.addAll(List.of("--min-id-length", "3", pipe.toString()));
        args.addAll(files());
        Run run = Run.of(args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).contains("empty holds no records.");
        assertThat(run.out()).contains("\"records\":12,\"accepted\":11,\"duplicate\":1,\"throttled\":0,\"rejected\":0");

        Run sql = Run.of(
                "sql",
                "--lake",
                lake.toString(),
                "--format",
                "csv",
                "SELECT event_type, COALESCE(insert_id, '-'), project_id, CAST(event_time AS STRING), time_suspect"
                        + " FROM events ORDER BY 1, 2");
        String at = ",default,2023-11-01 12:00:00.000";
        String row = ",123456,2015-10-05 13:01:37.123";
        assertThat(sql.out())
                .as(sql.err())
                .contains("first,-" + at, "second,-" + at, "piped,-" + at, "listed,-" + at, "spread,-" + at)
                .contains("named,sdk-1" + at, "short,-" + at)
                .contains("row,row-1" + row, "row,row-2" + row, "row,row-3" + row)
                .containsPattern("micros,-,default,.*,true");

        Path wrong = write("wrong.jsonl", "{\"name\":\"a\"}\n{\"name\":\"b\"}\n".getBytes(UTF_8));
        Run rejected = Run.of("ingest", "--lake", lake.toString(), wrong.toString());
        assertThat(rejected.code()).as(rejected.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(rejected.err()).contains("None of the 2 records is an event", "FROM dead_letters");
        Run audit = Run.of("audit", "--lake", lake.toString(), "--checks");
        assertThat(audit.code()).as(audit.out()).isEqualTo(ExitCode.DONE);
    }

    private List<String> files() throws IOException {
        String named = event("named", RECEIVED).replace("{\"event", "{\"$insert_id\":\"sdk-1\",\"event");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            for (String name : List.of("1/1_2015-10-05_12#0.json.gz", "__MACOSX/1/._1_2015-10-05_12#0.json.gz")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.startsWith("_") ? new byte[84] : gzip(ROW.formatted("row-3")));
            }
        }
        List<String> files = new ArrayList<>();
        for (Path file : List.of(
                write(
                        "marked.jsonl",
                        ("\uFEFF" + event("first", RECEIVED) + "\r\n\r\n" + event("second", RECEIVED) + "\r\n")
                                .getBytes(UTF_8)),
                write("1_2015-10-05_13#0.json", ROW.formatted("row-1").getBytes(UTF_8)),
                write("renamed", gzip(ROW.formatted("row-2"))),
                write("again.zip", zip.toByteArray()),
                write("list.json", ("[" + event("listed", RECEIVED) + "]").getBytes(UTF_8)),
                write(
                        "spread.json",
                        event("spread", RECEIVED).replace(",", ",\n  ").getBytes(UTF_8)),
                write("sdk.jsonl", (named + "\n" + named + "\n").getBytes(UTF_8)),
                write("empty", new byte[0]),
                write(
                        "request.json",
                        ("{\"api_key\":\"k\",\"events\":["
                                        + event("short", RECEIVED).replace("device-1", "ab")
                                        + "],\"options\":{\"min_id_length\":2}}")
                                .getBytes(UTF_8)),
                write(
                        "micros.jsonl",
                        event("micros", RECEIVED * 1000)
                                .replace("1698840000000", "1698840000000000")
                                .replace("device-1", "abc")
                                .getBytes(UTF_8)))) {
            files.add(file.toString());
        }
        return files;
    }

    private static String event(String type, long received) {
        return String.format(
                Locale.ROOT,
                "{\"event_type\":\"%s\",\"device_id\":\"device-1\",\"time\":1698840000000,\"server_received_time\":%d}",
                type,
                received);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    /** Java's own reader takes the pause for the end; and whoever waits is told how far it is. */
    @Test
    void pauseBetweenTwoMembersIsWaitedFor() throws Exception {
        String lake = directory.resolve("paused").toString();
        try (TidemarkProcess process = TidemarkProcess.start(directory, "ingest", "--lake", lake, "-")) {
            OutputStream pipe = process.input();
            pipe.write(gzip(ROW.formatted("paused-1") + "\n"));
            pipe.flush();
            process.awaitSaid("sent 1 ");
            pipe.write(gzip(ROW.formatted("paused-2") + "\n"));
            pipe.close();
            Run run = process.end();
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
            assertThat(run.out()).contains("2 records", "2 accepted");
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(UTF_8));
        }
        return zipped.toByteArray();
    }
}
