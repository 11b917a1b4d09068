package org.aloft.agent.config;

import java.util.List;
import org.aloft.agent.config.text.Fingerprint;

/**
 * What a configuration was read from.
 *
 * @param file the path as it was given
 * @param files every file that was read, included ones too, in that order; begins with {@code file}
 * @param sha256 of all of them
 */
public record ConfigurationSource(String file, List<String> files, Fingerprint sha256) {
    /** Takes a copy of the list. */
    public ConfigurationSource {
        files = List.copyOf(files);
    }
}
