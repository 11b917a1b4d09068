package org.aloft.plan.resource;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A version of aloftd with a Java runtime of its own: {@code aloftd-<id>.tar.gz}. It unpacks into the current folder as
 * {@code bin/ lib/ runtime/}, is kept under {@code /opt/aloft/<id>}, and runs as {@code /opt/aloft/current/bin/aloftd}.
 *
 * @param id 12 hexadecimal digits: the same content has the same id
 * @param sha256 of the tarball, 64 hexadecimal digits
 * @param sizeBytes of the tarball
 * @param architecture of the processor it is for, as {@code uname -m} says it
 * @param file where the tarball lies on this machine; carried for the one who sends it, never read here
 */
public record AgentBundle(String id, String sha256, long sizeBytes, String architecture, Path file) {
    /** Where versions lie on a director, side by side. */
    public static final String FOLDER = "/opt/aloft";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when id or digest are not hexadecimal digits of that length
     */
    public AgentBundle {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a bundle's id must be 12 hexadecimal digits: id=" + id);
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a sha256 must be 64 hexadecimal digits: sha256=" + sha256);
        }
    }

    /** The folder of this version on a director. */
    public String installedAt() {
        return FOLDER + "/" + id;
    }

    /** Where the tarball must have been uploaded to before the apply script runs. */
    public String uploadedTo() {
        return FOLDER + "/incoming/" + id + ".tar.gz";
    }
}
