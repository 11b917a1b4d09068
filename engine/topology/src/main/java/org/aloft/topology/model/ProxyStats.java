package org.aloft.topology.model;

/**
 * The page on which haproxy shows what it balances.
 *
 * @param port 1..65535, on every address of a director
 * @param user who may see it
 * @param password by HTTP Basic authentication (RFC 7617), in the clear
 */
public record ProxyStats(int port, String user, Secret password) {}
