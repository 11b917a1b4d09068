package org.aloft.agent.config;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keywords of {@code vrrp_instance} that say what the active router holds. */
final class HoldingLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_instance")
            .block("virtual_ipaddress", (arguments, draft) -> arguments
                    .block()
                    .forEach(line -> VirtualAddressLanguage.read(line, arguments.problems(), draft)));

    private HoldingLanguage() {}

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

    /** Confined to the reading thread. */
    static final class Draft {
        final List<VirtualAddressDraft> addresses = new ArrayList<>();

        void check(String block, Position position, Problems problems) {
            if (addresses.isEmpty()) {
                problems.error(position, block + " has no VIP; add virtual_ipaddress { ADDRESS }");
            }
            if (addresses.size() > 255) {
                problems.error(position, block + " has " + addresses.size() + " VIPs; an advert holds at most 255");
            }
        }

        HoldingBlock finish(String instanceInterface) {
            return new HoldingBlock(addresses.stream()
                    .map(address -> address.on(instanceInterface))
                    .toList());
        }
    }
}
