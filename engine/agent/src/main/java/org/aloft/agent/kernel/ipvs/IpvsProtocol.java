package org.aloft.agent.kernel.ipvs;

import java.util.Arrays;
import java.util.Optional;

/** The protocols that IPVS balances. */
public enum IpvsProtocol {
    /** Connections. */
    TCP(6),
    /** Datagrams. */
    UDP(17),
    /** Associations. */
    SCTP(132);

    private final int number;

    IpvsProtocol(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<IpvsProtocol> of(int number) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.number == number)
                .findFirst();
    }
}
