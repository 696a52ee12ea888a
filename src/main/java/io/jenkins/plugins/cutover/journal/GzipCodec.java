package io.jenkins.plugins.cutover.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes as the API carries them: gzip, then base64. {@code base64 -d | gunzip} reads them. */
final class GzipCodec {
    /** In bytes, far above any record; protects against a decompression bomb. */
    private static final int MOST = 64 << 20;

    private GzipCodec() {}

    static String pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    /** @return no bytes for a text that cannot be decompressed; no reader accepts that as a record */
    static byte[] unpack(String text) {
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return gzip.readNBytes(MOST);
        } catch (IOException | IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
