package org.aloft.agent.check;

import org.aloft.agent.kernel.ipvs.IpvsProtocol;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/** What tells one {@code virtual_server} of the configuration from another. It stays the same over a reload. */
public sealed interface VirtualServiceKey {
    /** {@code virtual_server IPADDR PORT} or {@code virtual_server fwmark NUMBER}: one service in the kernel. */
    record Single(IpvsServiceKey service) implements VirtualServiceKey {
        /** As {@code TCP 192.0.2.10:80} or {@code FWM 7}. */
        @Override
        public String toString() {
            return service.toString();
        }
    }

    /**
     * {@code virtual_server group NAME}: as many services in the kernel as the group has addresses, with one set of
     * checks.
     *
     * @param name of the {@code virtual_server_group}
     * @param protocol what is balanced
     * @param ipv6 whether the services are IPv6 ones
     */
    record Group(String name, IpvsProtocol protocol, boolean ipv6) implements VirtualServiceKey {
        /** As {@code TCP group web}. */
        @Override
        public String toString() {
            return protocol + " group " + name + (ipv6 ? " IPv6" : "");
        }
    }
}
