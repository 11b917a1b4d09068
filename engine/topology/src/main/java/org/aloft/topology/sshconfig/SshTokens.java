package org.aloft.topology.sshconfig;

import java.nio.file.Path;

/**
 * What the tokens of ssh_config(5) stand for.
 *
 * @param host {@code %h}: what is connected to
 * @param originalHost {@code %n}: the host as it was called
 * @param port {@code %p}
 * @param remoteUser {@code %r}
 * @param localUser {@code %u}
 * @param home {@code %d}, and {@code ~} at the beginning
 */
public record SshTokens(String host, String originalHost, int port, String remoteUser, String localUser, Path home) {
    /**
     * The name of a file with its tokens replaced.
     *
     * @throws IllegalArgumentException when there is one that is not known
     */
    public Path file(String written) {
        String expanded = expand(written);
        if (expanded.equals("~") || expanded.startsWith("~/")) {
            return Path.of(home + expanded.substring(1));
        }
        return Path.of(expanded);
    }

    private String expand(String written) {
        if (written.contains("${")) {
            throw new IllegalArgumentException("variables of the environment are not replaced: " + written);
        }
        StringBuilder expanded = new StringBuilder();
        for (int index = 0; index < written.length(); index++) {
            char character = written.charAt(index);
            if (character != '%') {
                expanded.append(character);
                continue;
            }
            char token = ++index < written.length() ? written.charAt(index) : '\0';
            expanded.append(
                    switch (token) {
                        case '%' -> "%";
                        case 'd' -> home.toString();
                        case 'h' -> host;
                        case 'n' -> originalHost;
                        case 'p' -> Integer.toString(port);
                        case 'r' -> remoteUser;
                        case 'u' -> localUser;
                        default ->
                            throw new IllegalArgumentException("only %d %h %n %p %r %u are replaced: " + written);
                    });
        }
        return expanded.toString();
    }
}
