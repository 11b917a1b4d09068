package org.aloft.agent.config;

import org.aloft.agent.kernel.route.MacAddress;

/**
 * An interface of its own for a virtual router ({@code use_vmac}): a macvlan that answers with the virtual router's MAC
 * address (RFC 9568 section 7.3), so that hosts need not learn another one at a takeover.
 *
 * @param name of the interface: {@code vrrp.<VRID>} unless said
 * @param parent the interface that it sits on
 * @param mac 00:00:5e:00:01:VRID, with IPv6 00:00:5e:00:02:VRID, unless said
 * @param ipv6 whether IPv6 VIPs are on it; then it has its parent's link-local address too, to speak from
 */
public record VirtualMac(String name, String parent, MacAddress mac, boolean ipv6) implements Holding {
    /** A name is one interface's. */
    @Override
    public boolean excludes(Holding other) {
        return other instanceof VirtualMac second && name.equals(second.name);
    }

    @Override
    public String journalLine() {
        return "macvlan " + name + " " + parent + " " + mac + (ipv6 ? " inet6" : " inet");
    }

    @Override
    public boolean tracked() {
        return true;
    }

    @Override
    public String toString() {
        return "macvlan " + name + " on " + parent;
    }

    @Override
    public <T> T match(Cases<T> cases) {
        return cases.mac(this);
    }
}
