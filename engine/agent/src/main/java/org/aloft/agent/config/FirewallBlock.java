package org.aloft.agent.config;

/**
 * {@code nftables [TABLENAME]} and its companions: where {@code no_accept} and the virtual MACs put their rules.
 *
 * @param table name of the table, which belongs to this aloftd alone; aloft when not said
 * @param priority of its base chains, {@code nftables_priority}; -1 when not said
 */
public record FirewallBlock(String table, int priority) {}
