package org.aloft.plan.resource;

import java.util.Set;

/**
 * A file with its whole content, owned by root.
 *
 * @param path absolute
 * @param content the text as it lands on the host; may hold secrets
 * @param shown the same text with each secret replaced: the only form that is ever displayed
 * @param mode permission bits, such as 0644
 * @param reason why it is wanted
 * @param requires ids of what must be in force first
 */
public record FileResource(String path, String content, String shown, int mode, String reason, Set<String> requires)
        implements Resource {

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when the path is not absolute, or mode is outside of 0..07777
     */
    public FileResource {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("path must be absolute and name a file: path=" + path);
        }
        if (mode < 0 || mode > 07777) {
            throw new IllegalArgumentException("mode must be 0..07777: mode=" + Integer.toOctalString(mode));
        }
        requires = Set.copyOf(requires);
    }

    /** A file without secrets. */
    public static FileResource of(String path, String content, int mode, String reason) {
        return new FileResource(path, content, content, mode, reason, Set.of());
    }

    /** A file that Aloft once put somewhere: all that is known of it is its path. */
    public static FileResource remembered(String path) {
        return of(path, "", 0, "Aloft put it there, and the topology no longer asks for it");
    }

    /** The id of the file at this path. */
    public static String idOf(String path) {
        return "file:" + path;
    }

    @Override
    public String id() {
        return idOf(path);
    }

    /** Whether the content holds a secret. */
    public boolean sensitive() {
        return !content.equals(shown);
    }

    /** Digest of the true content, 64 hexadecimal digits. */
    public String sha256() {
        return Sha256.of(content);
    }

    /** Whether systemd reads it: a change needs {@code systemctl daemon-reload}. */
    public boolean isUnit() {
        return path.startsWith("/etc/systemd/system/");
    }

    /** Never the content: it may hold secrets. */
    @Override
    public String toString() {
        return "FileResource[" + path + ", mode " + Integer.toOctalString(mode) + "]";
    }
}
