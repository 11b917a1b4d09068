package org.aloft.agent.config;

/**
 * The part of {@code global_defs} that is not a default for other blocks.
 *
 * @param routerId {@code router_id}; the host's name when the file does not say
 */
public record GlobalDefinitions(String routerId) {}
