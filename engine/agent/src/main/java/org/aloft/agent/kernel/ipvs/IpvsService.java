package org.aloft.agent.kernel.ipvs;

import java.time.Duration;
import java.util.Optional;

/**
 * A virtual service in the kernel's table.
 *
 * @param key where it is
 * @param scheduler the kernel's name for how it picks a real server: {@code rr}, {@code wlc} …
 * @param flags {@code IP_VS_SVC_F_*} of {@code linux/ip_vs.h} other than those that the kernel or {@code persistence}
 *     sets
 * @param persistence how long a client stays with its real server, in whole seconds of at least one; empty: not at all
 * @param persistencePrefix how many leading bits of a client's address count as the same client: 0 to 32, or 1 to 128;
 *     the full length unless {@code persistence} is given
 * @param persistenceEngine what finds the client in a packet, such as {@code sip}; empty: its address
 */
public record IpvsService(
        IpvsServiceKey key,
        String scheduler,
        int flags,
        Optional<Duration> persistence,
        int persistencePrefix,
        Optional<String> persistenceEngine) {
    /** Each datagram is scheduled anew; UDP only. */
    public static final int ONE_PACKET = 0x4;

    /** The scheduler's first flag; of {@code sh} and {@code mh}: fall back to another real server. */
    public static final int SCHEDULER_FLAG_1 = 0x8;

    /** The scheduler's second flag; of {@code sh} and {@code mh}: the source port counts, too. */
    public static final int SCHEDULER_FLAG_2 = 0x10;

    /** The scheduler's third flag. */
    public static final int SCHEDULER_FLAG_3 = 0x20;

    static final int PERSISTENT = 0x1;
    static final int HASHED = 0x2;

    /** Checks the ranges. */
    public IpvsService {
        if ((flags & (PERSISTENT | HASHED)) != 0) {
            throw new IllegalArgumentException("these flags follow from the rest: 0x" + Integer.toHexString(flags));
        }
        int bits = key.ipv6() ? 128 : 32;
        if (persistencePrefix < (key.ipv6() ? 1 : 0) || persistencePrefix > bits) {
            throw new IllegalArgumentException("a prefix must be 0.." + bits + ": " + persistencePrefix);
        }
        if (persistence.isPresent() && persistence.get().toSeconds() < 1) {
            throw new IllegalArgumentException("persistence must be 1 s or more: " + persistence.get());
        }
    }

    /** A service whose clients are told apart by address. */
    public IpvsService(
            IpvsServiceKey key, String scheduler, int flags, Optional<Duration> persistence, int persistencePrefix) {
        this(key, scheduler, flags, persistence, persistencePrefix, Optional.empty());
    }

    /** A service without persistence or flags. */
    public static IpvsService of(IpvsServiceKey key, String scheduler) {
        return new IpvsService(key, scheduler, 0, Optional.empty(), key.ipv6() ? 128 : 32);
    }
}
