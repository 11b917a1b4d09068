package org.aloft.agent.config;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * {@code TCP_CHECK { … }}: the server is up when a connection can be opened.
 *
 * @param target {@code connect_ip} and {@code connect_port}; the real server's own when not said
 * @param connectTimeout 5 s when not said
 * @param retries further attempts before the server counts as down; 1 when not said
 * @param delayBeforeRetry between those; 1 s when not said
 */
public record TcpCheckBlock(
        InetSocketAddress target, Duration connectTimeout, int retries, Duration delayBeforeRetry) {}
