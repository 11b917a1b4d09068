package org.aloft.plan;

import java.net.InetAddress;
import java.util.List;
import org.aloft.topology.model.IpPrefix;

/** What must hold before the next wave begins. */
public sealed interface Proof {
    /** For a person to read: {@code web1 answers on 192.168.100.200:80}. */
    String text();

    /**
     * A real server accepts connections on its own address.
     *
     * @param service the virtual service's name
     * @param host the real server
     * @param address where it listens
     * @param port 1..65535
     */
    record RealServerAnswers(String service, String host, InetAddress address, int port) implements Proof {
        @Override
        public String text() {
            return host + " answers on " + address.getHostAddress() + ":" + port;
        }
    }

    /**
     * A director's agent runs.
     *
     * @param host the director
     * @param unit the agent's systemd unit
     */
    record AgentRuns(String host, String unit) implements Proof {
        @Override
        public String text() {
            return unit + " runs on " + host;
        }
    }

    /**
     * Exactly one director carries the VIP.
     *
     * @param vip the VIP
     * @param members those who may
     */
    record OneHolder(IpPrefix vip, List<String> members) implements Proof {
        public OneHolder {
            members = List.copyOf(members);
        }

        @Override
        public String text() {
            return "exactly one of " + String.join(", ", members) + " holds " + vip.host();
        }
    }
}
