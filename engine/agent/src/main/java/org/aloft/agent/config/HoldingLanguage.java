package org.aloft.agent.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.HoldingBlock.AdvertInterface;

/** Keywords of {@code vrrp_instance} that say what the active router holds. */
final class HoldingLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_instance")
            .block(
                    "virtual_ipaddress",
                    (arguments, draft) -> VirtualAddressLanguage.readEach(
                            arguments.block(), arguments.problems(), draft.addresses::add))
            .block(
                    "virtual_ipaddress_excluded",
                    (arguments, draft) -> VirtualAddressLanguage.readEach(
                            arguments.block(), arguments.problems(), draft.excluded::add))
            .block("virtual_routes", (arguments, draft) -> arguments.block().forEach(line -> VirtualRouteLanguage.read(
                            line, draft.values, arguments.problems())
                    .ifPresent(found -> draft.routes.add(found.route()))))
            .block("virtual_rules", (arguments, draft) -> arguments.block().forEach(line -> VirtualRuleLanguage.read(
                            line, draft.values, draft.priorities, arguments.problems())
                    .ifPresent(found -> draft.rules.add(found.rule()))));

    private HoldingLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        final LineValues values = new LineValues();
        final RulePriorities priorities;
        final List<VirtualAddressLanguage.Draft> addresses = new ArrayList<>();
        final List<VirtualAddressLanguage.Draft> excluded = new ArrayList<>();
        final List<VirtualRoute> routes = new ArrayList<>();
        final List<VirtualRule> rules = new ArrayList<>();

        Draft(RulePriorities priorities) {
            this.priorities = priorities;
        }

        void check(String block, Position position, IpFamily family, Problems problems) {
            excludeOtherFamily(family, problems);
            if (addresses.isEmpty()) {
                problems.error(position, block + " has no VIP; add virtual_ipaddress { ADDRESS }");
            }
            if (addresses.size() > 255) {
                problems.error(position, block + " has " + addresses.size() + " VIPs; an advert holds at most 255");
            }
        }

        /** An advert holds one family (RFC 9568 §5.2.9). keepalived leaves the others out; here they are held all the same. */
        private void excludeOtherFamily(IpFamily family, Problems problems) {
            for (VirtualAddressLanguage.Draft address : List.copyOf(addresses)) {
                if (!family.has(address.prefix.address())) {
                    addresses.remove(address);
                    excluded.add(address);
                    problems.warning(
                            address.position,
                            address.prefix + " does not stand in adverts, since these are " + family
                                    + "; move it to virtual_ipaddress_excluded");
                }
            }
        }

        /** The one that says which family the instance is of. */
        Optional<InetAddress> firstAddress() {
            return addresses.stream().findFirst().map(address -> address.prefix.address());
        }

        HoldingBlock finish(String instanceInterface) {
            return new HoldingBlock(
                    addresses.stream()
                            .map(address -> address.on(instanceInterface))
                            .toList(),
                    excluded.stream()
                            .map(address -> address.on(instanceInterface))
                            .toList(),
                    routes,
                    rules,
                    Optional.empty(),
                    AdvertInterface.VIRTUAL,
                    true,
                    false);
        }
    }
}
