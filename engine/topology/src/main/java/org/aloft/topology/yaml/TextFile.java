package org.aloft.topology.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;

/** Reads a whole text file, or says why it cannot be read. */
public final class TextFile {
    /** For what is parsed: 100,000 hosts with a few variables each have room in it. */
    private static final int BYTES_MOST = 64 * 1024 * 1024;

    /** For what travels inside a script to each host. */
    public static final int CONTENT_MOST = 4 * 1024 * 1024;

    /** What stands for bytes that are not UTF-8. */
    public static final String NOT_UTF_8 = "\uFFFD";

    private TextFile() {}

    /**
     * The file's text; empty, with a problem, where it cannot be read.
     *
     * @param namedAt where the file is named, or the file itself
     * @param key the key that names it, or empty
     */
    public static Optional<String> read(Path file, Position namedAt, String key, Problems problems) {
        return read(file, BYTES_MOST, namedAt, key, problems);
    }

    /** As above, for a file of so many bytes at the most. */
    public static Optional<String> read(Path file, int most, Position namedAt, String key, Problems problems) {
        return read(file, most, CodingErrorAction.REPORT, namedAt, key, problems);
    }

    private static Optional<String> read(
            Path file, int most, CodingErrorAction malformed, Position namedAt, String key, Problems problems) {
        if (Files.isDirectory(file)) {
            problems.add(
                    namedAt, key, "not-a-file", "is a directory: " + file, "Name the file in it that is to be read.");
            return Optional.empty();
        }
        if (!Files.exists(file)) {
            problems.add(namedAt, key, "no-such-file", "there is no such file: " + file, whereItIsLookedFor(file));
            return Optional.empty();
        }
        try {
            return decode(file, most, malformed, namedAt, key, problems);
        } catch (IOException e) {
            problems.add(
                    namedAt,
                    key,
                    "unreadable-file",
                    "cannot be read: " + file + " (" + e.getClass().getSimpleName() + ")",
                    "Check its permissions: ls -l " + file);
            return Optional.empty();
        }
    }

    /** As above, but what is not UTF-8 becomes {@link #NOT_UTF_8}: for a file in which that may stand in a comment. */
    public static Optional<String> readForgiving(Path file, Position namedAt, String key, Problems problems) {
        return read(file, BYTES_MOST, CodingErrorAction.REPLACE, namedAt, key, problems);
    }

    private static Optional<String> decode(
            Path file, int most, CodingErrorAction malformed, Position namedAt, String key, Problems problems)
            throws IOException {
        if (Files.size(file) > most) {
            problems.add(
                    namedAt,
                    key,
                    "file-too-large",
                    "a file must have " + most / (1024 * 1024) + " MiB at the most: " + file,
                    "Ship large files as a package.");
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        if (isUtf16(bytes)) {
            problems.add(
                    namedAt,
                    key,
                    "not-utf-8",
                    "is UTF-16 text, and not UTF-8: " + file,
                    "Convert it: iconv -f utf-16 -t utf-8 " + file);
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(malformed)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            problems.add(
                    namedAt,
                    key,
                    "not-utf-8",
                    "is not UTF-8 text: " + file,
                    "Convert it: iconv -f latin1 -t utf-8 " + file);
            return Optional.empty();
        }
    }

    /** By the byte order mark with which editors begin such a file; no UTF-8 has these bytes. */
    private static boolean isUtf16(byte... bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return first == 0xfffe || first == 0xfeff;
    }

    private static String whereItIsLookedFor(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return "It is looked for in " + folder + "; check the name.";
    }
}
