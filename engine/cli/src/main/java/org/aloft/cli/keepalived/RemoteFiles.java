package org.aloft.cli.keepalived;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Fetches the folder of keepalived's files from a host: the script that prints it, and what is made of its output. */
public final class RemoteFiles {
    private static final String FOLDER = "/etc/keepalived";
    private static final String FILE = FOLDER + "/keepalived.conf";

    private RemoteFiles() {}

    /**
     * POSIX sh: a line a file, its name and its content in base64. Files that are larger than any configuration stay
     * where they are; an include of one is then told as missing.
     */
    public static String script() {
        return script(FOLDER);
    }

    static String script(String folder) {
        return """
                find -L '%s' -type f -size -1024k | LC_ALL=C sort | while IFS= read -r file; do
                  printf '%%s ' "$(printf %%s "$file" | base64 -w 0)"
                  base64 -w 0 <"$file"
                  echo
                done
                """.formatted(folder);
    }

    /**
     * Writes what a host printed below a folder, as {@code FOLDER/HOST/etc/keepalived/…}. Includes by absolute path are
     * made to name the copies.
     *
     * @return its keepalived.conf
     * @throws IOException when there is none, or it cannot be written
     */
    public static Path unpack(String host, String printed, Path folder) throws IOException {
        Path root = folder.resolve("from").resolve(host.replaceAll("[^A-Za-z0-9_.-]", "_"));
        for (String line : printed.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length != 2) {
                throw new IOException(host + " did not print its files of keepalived as it was asked");
            }
            String name = new String(Base64.getDecoder().decode(words[0]), StandardCharsets.UTF_8);
            Path file = root.resolve(name.substring(1)).normalize();
            if (!name.startsWith("/") || !file.startsWith(root)) {
                throw new IOException(host + " names a file that cannot be one of keepalived's: " + name);
            }
            Files.createDirectories(file.getParent());
            // Bytes as letters, so that a file in any encoding stays what it is.
            String text = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.ISO_8859_1)
                    .replaceAll("(?m)^(\\s*include[a-z]*\\s+\"?)" + FOLDER + "/", "$1" + root + FOLDER + "/");
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        }
        Path file = root.resolve(FILE.substring(1));
        if (!Files.exists(file)) {
            throw new IOException(host + " has no " + FILE);
        }
        return file;
    }

    /** A message as it means the host's file, not the copy. */
    public static String shown(String message, AgentProgram agent) {
        return message.replace(agent.folder().resolve("from") + "/", "");
    }
}
