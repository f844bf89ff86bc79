package io.tidemark.collector.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chain of certificates and the private key of its first, which belong together.
 *
 * @param chain the certificates, the server's own first
 * @param key its private key
 */
record PemPair(List<X509Certificate> chain, PrivateKey key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "tidemark".getBytes(StandardCharsets.US_ASCII);

    PemPair {
        chain = List.copyOf(chain);
    }

    /**
     * Reads both files.
     *
     * @throws IOException if one of them cannot be read or is not what it should be, or they do not belong together
     */
    static PemPair read(Path certificate, Path key) throws IOException {
        List<X509Certificate> chain = chain(certificate);
        PrivateKey own = key(key, chain.get(0).getPublicKey().getAlgorithm());
        if (!fits(chain.get(0), own)) {
            throw new IOException("The private key in " + key + " is not that of the first certificate in "
                    + certificate + ". Replace both files.");
        }
        return new PemPair(chain, own);
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            var bytes = new ByteArrayInputStream(Files.readAllBytes(file));
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                chain.add((X509Certificate) each);
            }
        } catch (CertificateException e) {
            throw new IOException(
                    "Cannot read the certificates in " + file + ": " + e.getMessage() + ". They have to be PEM.", e);
        }
        if (chain.isEmpty()) {
            throw new IOException("There is no certificate in " + file + ". It has to be PEM, the server's own first.");
        }
        return chain;
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new IOException("There is no PKCS #8 private key (BEGIN PRIVATE KEY) in " + file
                    + ". Other forms become one with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "Cannot read the private key in " + file + " as a key for " + algorithm
                            + ", which its certificate is for. Check that the files belong together.",
                    e);
        }
    }

    private static boolean fits(X509Certificate certificate, PrivateKey key) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(PROBE);
            byte[] signed = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(PROBE);
            return signer.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** When the first of the certificates expires, in ms since the epoch. */
    long expiresAt() {
        return chain.stream()
                .mapToLong(each -> each.getNotAfter().toInstant().toEpochMilli())
                .min()
                .orElse(0);
    }
}
