package org.aloft.agent.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code SSL { … }}: the certificate that {@code SSL_GET} shows to a real server that asks for one.
 *
 * <pre>
 * SSL {
 *     certificate /etc/aloft/checker.crt
 *     key /etc/aloft/checker.key
 *     password "open sesame"
 * }
 * </pre>
 *
 * @param key {@code key}: a private key in PEM; without it no certificate is shown
 * @param certificate {@code certificate}: in PEM, with what leads to its issuer after it; they stand in {@code key}'s
 *     file when empty
 * @param password {@code password} of an encrypted key
 */
public record SslBlock(Optional<Path> key, Optional<Path> certificate, Optional<KeyPassword> password) {
    /** No block: no certificate. */
    public static final SslBlock NONE = new SslBlock(Optional.empty(), Optional.empty(), Optional.empty());
}
