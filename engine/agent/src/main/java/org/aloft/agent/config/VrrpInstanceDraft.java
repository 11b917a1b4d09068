package org.aloft.agent.config;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@code vrrp_instance} while it is read, and the rules that hold within one. Confined to the reading thread. */
final class VrrpInstanceDraft {
    /** RFC 9568 §5.2.7: twelve bits of hundredths of a second. */
    private static final Duration LONGEST_VERSION_3 = Duration.ofMillis(40_950);

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long HUNDREDTH_NANOS = 10_000_000;

    boolean startsActive;
    Optional<String> networkInterface = Optional.empty();
    Optional<Integer> virtualRouterId = Optional.empty();
    int priority = 100;
    int version;
    Duration advertInterval = Duration.ofSeconds(1);
    Optional<Position> advertIntervalPosition = Optional.empty();
    Optional<Authentication> authentication = Optional.empty();
    Optional<Position> authenticationPosition = Optional.empty();
    final List<VirtualAddressDraft> addresses = new ArrayList<>();
    boolean preempt = true;
    Duration preemptDelay = Duration.ZERO;
    GratuitousArp gratuitousArp;
    Optional<Inet4Address> sourceAddress = Optional.empty();

    /** A VIP whose interface may still be the instance's own. */
    record VirtualAddressDraft(
            Inet4Address address,
            int prefixLength,
            Optional<String> device,
            Optional<Inet4Address> broadcast,
            String scope,
            Optional<String> label) {
        VirtualAddress on(String instanceInterface) {
            return new VirtualAddress(address, prefixLength, device.orElse(instanceInterface), broadcast, scope, label);
        }
    }

    VrrpInstanceDraft(ConfigurationDraft configuration) {
        version = configuration.version;
        gratuitousArp = configuration.gratuitousArp;
    }

    Optional<VrrpInstanceBlock> finish(String name, Position position, Problems problems) {
        String block = "vrrp_instance " + name;
        if (networkInterface.isEmpty()) {
            problems.error(position, block + " needs an interface; add interface NAME");
        }
        if (virtualRouterId.isEmpty()) {
            problems.error(position, block + " needs a virtual_router_id 1..255; add it, the same on every member");
        }
        if (addresses.isEmpty()) {
            problems.error(position, block + " has no VIP; add virtual_ipaddress { ADDRESS }");
        }
        if (addresses.size() > 255) {
            problems.error(position, block + " has " + addresses.size() + " VIPs; an advert holds at most 255");
        }
        checkInterval(problems);
        checkAuthentication(problems);
        checkPreemption(block, position, problems);
        if (networkInterface.isEmpty() || virtualRouterId.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(build(name));
    }

    private VrrpInstanceBlock build(String name) {
        String device = networkInterface.orElseThrow();
        return new VrrpInstanceBlock(
                name,
                device,
                virtualRouterId.orElseThrow(),
                priority,
                version,
                advertInterval,
                authentication,
                addresses.stream().map(address -> address.on(device)).toList(),
                preempt,
                preemptDelay,
                gratuitousArp,
                sourceAddress);
    }

    private void checkInterval(Problems problems) {
        advertIntervalPosition.ifPresent(at -> {
            if (version == 2 && advertInterval.toNanos() % SECOND_NANOS != 0) {
                problems.error(at, "advert_int must be whole seconds in VRRP version 2; add version 3 for fractions");
            }
            if (version == 3 && advertInterval.compareTo(LONGEST_VERSION_3) > 0) {
                problems.error(at, "advert_int must be at most 40.95 seconds in VRRP version 3; use a shorter one");
            }
            if (version == 3 && advertInterval.toNanos() % HUNDREDTH_NANOS != 0) {
                problems.error(at, "advert_int must be whole hundredths of a second; round it");
            }
        });
    }

    private void checkAuthentication(Problems problems) {
        authenticationPosition.ifPresent(at -> {
            if (version == 3) {
                problems.error(at, "VRRP version 3 has no authentication; remove this block, or write version 2");
            }
        });
    }

    /** What keepalived does with combinations that cannot work. */
    private void checkPreemption(String block, Position position, Problems problems) {
        if (startsActive && !preempt) {
            problems.warning(
                    position,
                    block + " has nopreempt beside state MASTER: nopreempt is ignored, as in keepalived;"
                            + " write state BACKUP on every member to have it");
            preempt = true;
        }
        if (startsActive && !preemptDelay.isZero()) {
            problems.warning(
                    position,
                    block + " has preempt_delay beside state MASTER: the delay is ignored, as in keepalived;"
                            + " write state BACKUP to have it");
            preemptDelay = Duration.ZERO;
        }
    }
}
