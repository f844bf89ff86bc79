import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** For {@code mvnw} where curl, wget or sha512sum is missing: {@code fetch URL FILE} or {@code sha512 FILE}. */
class Fetch {
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "fetch" -> {
                System.setProperty("java.net.useSystemProxies", "true");
                try (InputStream in = URI.create(args[1]).toURL().openStream()) {
                    Files.copy(in, Path.of(args[2]), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    System.err.println("mvnw: " + args[1] + " could not be fetched: " + e);
                    System.exit(1);
                }
            }
            case "sha512" -> {
                var digest = MessageDigest.getInstance("SHA-512");
                try (var in = new DigestInputStream(Files.newInputStream(Path.of(args[1])), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                System.out.println(HexFormat.of().formatHex(digest.digest()));
            }
            default -> throw new IllegalArgumentException("fetch URL FILE or sha512 FILE, not " + args[0]);
        }
    }
}
