package org.aloft.agent.config;

import java.net.InetAddress;

/**
 * A VIP that packets are routed by but not delivered to ({@code no_accept}): a rule drops what is addressed to it.
 *
 * @param address the VIP
 * @param table of nftables that the rule is in
 * @param priority of its chain
 */
public record Unaccepted(InetAddress address, String table, int priority) implements Holding {
    @Override
    public String journalLine() {
        return "drop " + address.getHostAddress() + " " + table + " " + priority;
    }

    @Override
    public boolean tracked() {
        return false;
    }

    @Override
    public String toString() {
        return "the rule that drops packets to " + address.getHostAddress();
    }

    @Override
    public <T> T match(Cases<T> cases) {
        return cases.unaccepted(this);
    }
}
