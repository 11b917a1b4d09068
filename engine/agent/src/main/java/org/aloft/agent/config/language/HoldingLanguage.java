package org.aloft.agent.config.language;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.aloft.agent.config.FirewallBlock;
import org.aloft.agent.config.HoldingBlock;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.Unaccepted;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.config.VirtualRule;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.kernel.route.MacAddress;

/** Keywords of {@code vrrp_instance} that say what the active router holds. */
final class HoldingLanguage {
    private static final int LONGEST_NAME = 15;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_instance")
            .block("virtual_ipaddress", (arguments, draft) -> {
                draft.emptyAddresses |= arguments.block().isEmpty();
                VirtualAddressLanguage.readEach(arguments.block(), arguments.problems(), draft.addresses::add);
            })
            .block(
                    "virtual_ipaddress_excluded",
                    (arguments, draft) -> VirtualAddressLanguage.readEach(
                            arguments.block(), arguments.problems(), draft.excluded::add))
            .block("virtual_routes", (arguments, draft) -> arguments.block().forEach(line -> VirtualRouteLanguage.read(
                            line, draft.values, arguments.problems())
                    .ifPresent(draft.routes::add)))
            .block("virtual_rules", (arguments, draft) -> arguments.block().forEach(line -> VirtualRuleLanguage.read(
                            line, draft.values, draft.configuration.rulePriorities, arguments.problems())
                    .ifPresent(draft.rules::add)))
            .word("use_vmac", HoldingLanguage::useVirtualMac)
            .word("use_vmac_addr", (arguments, draft) -> draft.virtualMacForEach = true)
            .word("vmac_xmit_base", (arguments, draft) -> draft.advertsOnBase = true)
            .refused("use_ipvlan", "write use_vmac, which gives the VIPs an interface of their own too")
            .word("promote_secondaries", (arguments, draft) -> draft.promoteSecondaries = true)
            .word("accept", (arguments, draft) -> draft.accepts = Optional.of(true))
            .word("no_accept", (arguments, draft) -> draft.accepts = Optional.of(false))
            .warned("linkbeat_use_polling", Reasons.NETLINK_TELLS);

    private HoldingLanguage() {}

    /** {@code use_vmac [NAME] [MAC]}; a MAC address of five octets is completed by the virtual_router_id. */
    private static void useVirtualMac(Arguments arguments, Draft draft) {
        draft.virtualMac = true;
        if (arguments.hasMore() && !arguments.peek().contains(":")) {
            draft.virtualMacName = arguments
                    .word("the name of the interface to make")
                    .filter(name -> {
                        boolean fits = name.length() <= LONGEST_NAME;
                        if (!fits) {
                            arguments.error("an interface's name has at most 15 characters: " + name + "; shorten it");
                        }
                        return fits;
                    });
        }
        arguments.optionalWord().ifPresent(text -> {
            boolean complete = text.chars().filter(letter -> letter == ':').count() == 5;
            draft.virtualMacEnd = !complete;
            draft.virtualMacAddress = MacAddress.parse(complete ? text : text + ":0");
            if (draft.virtualMacAddress.isEmpty()) {
                arguments.error("not a MAC address (five or six octets with colons): " + text);
            }
        });
    }

    /** Confined to the reading thread. */
    static final class Draft {
        final LineValues values = new LineValues();
        final ConfigurationDraft configuration;
        final List<VirtualAddressLanguage.Draft> addresses = new ArrayList<>();
        final List<VirtualAddressLanguage.Draft> excluded = new ArrayList<>();
        final List<VirtualRoute> routes = new ArrayList<>();
        final List<VirtualRule> rules = new ArrayList<>();
        boolean emptyAddresses;
        boolean virtualMac;
        Optional<String> virtualMacName = Optional.empty();
        Optional<MacAddress> virtualMacAddress = Optional.empty();
        boolean virtualMacEnd;
        boolean virtualMacForEach;
        boolean advertsOnBase;
        boolean promoteSecondaries;
        Optional<Boolean> accepts = Optional.empty();

        Draft(ConfigurationDraft configuration) {
            this.configuration = configuration;
        }

        /**
         * @param mayNameNone whether adverts without VIPs are allowed, as keepalived allows them with a warning
         * @param isMissing whether the block does not mention a keyword
         */
        void check(
                String block,
                Position position,
                IpFamily family,
                boolean mayNameNone,
                Predicate<String> isMissing,
                Problems problems) {
            excludeOtherFamily(family, problems);
            if (addresses.isEmpty() && (emptyAddresses || isMissing.test("virtual_ipaddress"))) {
                noVip(block, position, mayNameNone, problems);
            }
            if (addresses.size() > 255) {
                problems.error(position, block + " has " + addresses.size() + " VIPs; an advert holds at most 255");
            }
        }

        private void noVip(String block, Position position, boolean mayNameNone, Problems problems) {
            if (mayNameNone) {
                problems.warning(
                        position,
                        block
                                + " has no virtual_ipaddress, so that its adverts name no VIP; keepalived takes"
                                + " those only where it has none either: make it the same on all members, or write"
                                + " at least one VIP there");
            } else {
                problems.error(position, block + " has no VIP; add virtual_ipaddress { ADDRESS }");
            }
        }

        /**
         * An advert holds one family (RFC 9568 §5.2.9). keepalived leaves the others out; here they are held all the
         * same.
         */
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

        /**
         * @param acceptsUnlessSaid whether packets to the VIPs are delivered when the file does not say
         * @param owner whether the VIPs are this router's own, and therefore always served
         */
        HoldingBlock finish(String instanceInterface, int virtualRouterId, boolean acceptsUnlessSaid, boolean owner) {
            boolean ipv6 = !addresses.isEmpty() && !addresses.get(0).ipv4();
            VirtualMacDraft macs = new VirtualMacDraft(
                    configuration.virtualMacNames,
                    instanceInterface,
                    ipv6,
                    virtualRouterId,
                    configuration.global.vrrp.vmacPrefix(),
                    configuration.global.vrrp.vmacPrefixElsewhere());
            Optional<VirtualMac> own = virtualMac
                    ? Optional.of(
                            macs.own(virtualMacName, virtualMacAddress.map(mac -> complete(mac, virtualRouterId))))
                    : Optional.empty();
            List<VirtualAddress> vips = placed(addresses, instanceInterface, ipv6, macs);
            List<VirtualAddress> others = placed(excluded, instanceInterface, ipv6, macs);
            boolean drops = !owner && !accepts.orElse(acceptsUnlessSaid);
            FirewallBlock firewall = configuration.global.firewall.finish();
            return new HoldingBlock(
                    vips,
                    others,
                    routes,
                    rules,
                    macs.all(),
                    own.filter(mac -> !advertsOnBase).map(VirtualMac::name),
                    Stream.of(vips, others)
                            .flatMap(List::stream)
                            .filter(vip -> drops)
                            .map(vip -> new Unaccepted(vip.address(), firewall.table(), firewall.priority()))
                            .toList(),
                    promoteSecondaries && !virtualMac);
        }

        private List<VirtualAddress> placed(
                List<VirtualAddressLanguage.Draft> some, String instanceInterface, boolean ipv6, VirtualMacDraft macs) {
            return some.stream()
                    .map(address -> place(address, instanceInterface, ipv6, macs))
                    .toList();
        }

        private MacAddress complete(MacAddress mac, int virtualRouterId) {
            return virtualMacEnd ? new MacAddress(mac.bits() | virtualRouterId) : mac;
        }

        /** On the instance's virtual MAC if it is of its family and names no other interface; else where it says. */
        private VirtualAddress place(
                VirtualAddressLanguage.Draft address, String instanceInterface, boolean ipv6, VirtualMacDraft macs) {
            String device = address.device.orElse(instanceInterface);
            boolean home = device.equals(instanceInterface) && address.ipv4() != ipv6;
            boolean wantsMac = home ? virtualMac || address.virtualMac : virtualMacForEach || address.virtualMac;
            return address.at(wantsMac ? macs.on(device, !address.ipv4()).name() : device);
        }
    }
}
