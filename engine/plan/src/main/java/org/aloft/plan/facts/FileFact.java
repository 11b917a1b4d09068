package org.aloft.plan.facts;

import java.util.Optional;

/** What stands at a path. */
public sealed interface FileFact {
    /** Nothing. */
    record Absent() implements FileFact {}

    /** A folder, a device, a link that leads nowhere: not to be written over. */
    record NotAFile() implements FileFact {}

    /**
     * A file.
     *
     * @param sha256 of its content, 64 hexadecimal digits
     * @param mode permission bits
     * @param owner user and group, {@code root:root}
     * @param sizeBytes its length
     * @param content its text, where it differs from what is wanted and has at most 64 KiB
     */
    record Present(String sha256, int mode, String owner, long sizeBytes, Optional<String> content)
            implements FileFact {
        /** Never the content: it may hold secrets. */
        @Override
        public String toString() {
            return "Present[" + sha256 + ", mode " + Integer.toOctalString(mode) + ", " + owner + "]";
        }
    }
}
