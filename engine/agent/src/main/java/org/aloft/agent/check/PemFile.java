package org.aloft.agent.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of a PEM file (RFC 7468), in its order; what stands between them is passed over.
 *
 * <pre>
 * -----BEGIN CERTIFICATE-----
 * MIIB… in base 64
 * -----END CERTIFICATE-----
 * </pre>
 */
record PemFile(List<Block> blocks) {
    private static final int LONGEST = 1 << 20;
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** One of them. */
    static final class Block {
        private final String label;
        private final boolean hasHeaders;
        private final byte[] content;

        private Block(String label, boolean hasHeaders, byte[] content) {
            this.label = label;
            this.hasHeaders = hasHeaders;
            this.content = content;
        }

        /** Such as {@code CERTIFICATE}. */
        String label() {
            return label;
        }

        /**
         * Whether lines such as {@code Proc-Type: 4,ENCRYPTED} (RFC 1421) stand before the content, which is empty
         * then.
         */
        boolean hasHeaders() {
            return hasHeaders;
        }

        /** Decoded; for reading only. */
        byte[] content() {
            return content;
        }

        boolean isPrivateKey() {
            return label.endsWith("PRIVATE KEY");
        }
    }

    /** @throws IOException it cannot be read, or is no PEM file; the message says which, without the path */
    static PemFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException("it is no ordinary file");
        }
        if (!Files.isReadable(path)) {
            throw new IOException("it may not be read");
        }
        try (InputStream input = Files.newInputStream(path)) {
            byte[] bytes = input.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("it is longer than a MiB");
            }
            return parse(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    static PemFile parse(String text) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (int at = text.indexOf(BEGIN); at >= 0; ) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(at + BEGIN.length(), labelEnd);
            String endLine = "-----END " + label + DASHES;
            int end = labelEnd < 0 ? -1 : text.indexOf(endLine, labelEnd);
            if (end < 0) {
                throw new IOException("a block in it has no end, as if it was not written to its end");
            }
            blocks.add(block(label, text.substring(labelEnd + DASHES.length(), end)));
            at = text.indexOf(BEGIN, end + endLine.length());
        }
        return new PemFile(List.copyOf(blocks));
    }

    private static Block block(String label, String body) throws IOException {
        if (body.contains(":")) { // is not in the alphabet of base 64
            return new Block(label, /* hasHeaders */ true, new byte[0]);
        }
        try {
            byte[] content = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            return new Block(label, /* hasHeaders */ false, content);
        } catch (IllegalArgumentException damaged) {
            throw new IOException("its block " + label + " is damaged", damaged);
        }
    }
}
