package org.aloft.agent.kernel.route;

import java.util.EnumSet;
import java.util.Set;

/** What an address may be asked to be or not to do ({@code linux/if_addr.h}, {@code IFA_F_*}). */
public enum AddressFlag {
    /** IPv6: usable at once, without duplicate address detection, which takes a second. */
    NO_DUPLICATE_DETECTION(0x02),
    /** IPv6: a mobile host's address at home (RFC 6275). */
    HOME(0x10),
    /** IPv6: a template that the kernel makes temporary addresses from (RFC 8981). */
    MANAGE_TEMPORARY(0x100),
    /** No route to the address's network comes with it. */
    NO_PREFIX_ROUTE(0x200),
    /** A multicast address that the host joins. */
    MULTICAST_AUTOJOIN(0x400);

    private final int bit;

    AddressFlag(int bit) {
        this.bit = bit;
    }

    static int bits(Set<AddressFlag> flags) {
        return flags.stream().mapToInt(flag -> flag.bit).reduce(0, (one, other) -> one | other);
    }

    /**
     * Those of a kernel's number; its other bits, such as "permanent", say what the kernel made of it and are left out.
     */
    static Set<AddressFlag> of(int bits) {
        Set<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
        for (AddressFlag flag : values()) {
            if ((bits & flag.bit) != 0) {
                flags.add(flag);
            }
        }
        return Set.copyOf(flags);
    }
}
