package org.aloft.agent.hold;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.HostSetting;
import org.aloft.agent.config.Unaccepted;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.config.VirtualRule;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.InterfaceSetting;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.route.Scope;

/**
 * Puts one holding into the kernel, or takes one out again. Packets to VIPs that are not accepted are {@link
 * HostHoldings}' business: they are dropped for all of them together. For the VRRP thread alone.
 */
final class KernelHoldings {
    /** The kernel's numbers of interfaces begin with 1. */
    private static final int NO_INTERFACE = 0;

    private final Rtnetlink kernel;
    private final KnownInterfaces interfaces;
    private final VirtualMacInterfaces macs;
    private final Holding.Cases<Boolean> adding = new Adding();
    private final Holding.Cases<Boolean> taking = new Taking();

    /**
     * The number of the interface that an address was put on: it is found there even when the interface was renamed
     * since.
     */
    private final Map<String, Integer> places = new HashMap<>();

    KernelHoldings(Rtnetlink kernel, KnownInterfaces interfaces) {
        this.kernel = kernel;
        this.interfaces = interfaces;
        this.macs = new VirtualMacInterfaces(kernel, interfaces);
    }

    /** Returns whether it was missing and is there now. */
    boolean add(Holding holding) {
        return holding.match(adding);
    }

    /** Returns whether it was there and is gone now. */
    boolean take(Holding holding) {
        return holding.match(taking);
    }

    /** Asks for a VIP on an interface that does not exist, which the kernel refuses. */
    void addNowhere(VirtualAddress vip) {
        kernel.addAddress(toKernel(vip, NO_INTERFACE));
    }

    /**
     * Where it was put, as long as that interface exists under whatever name; else the interface of the name it was
     * given.
     */
    Optional<InterfaceAddress> placed(VirtualAddress vip) {
        Optional<Integer> named = interfaces.byName(vip.device()).map(NetworkInterface::index);
        return Optional.ofNullable(places.get(vip.journalLine()))
                .filter(index -> named.equals(Optional.of(index)) || exists(index))
                .or(() -> named)
                .map(index -> toKernel(vip, index));
    }

    private boolean exists(int index) {
        return kernel.interfaces().stream().anyMatch(device -> device.index() == index);
    }

    private static InterfaceAddress toKernel(VirtualAddress vip, int index) {
        return new InterfaceAddress(
                index,
                vip.address(),
                vip.prefixLength(),
                Scope.valueOf(vip.scope().toUpperCase(Locale.ROOT)),
                vip.label(),
                vip.broadcast().map(InetAddress.class::cast),
                vip.peer(),
                vip.flags(),
                vip.preferred());
    }

    /** Only if nobody has set it to something else meanwhile. */
    private static boolean set(InterfaceSetting setting, String from, String to) {
        boolean asLeft = setting.read().equals(Optional.of(from));
        if (asLeft) {
            setting.write(to);
        }
        return asLeft;
    }

    private final class Adding implements Holding.Cases<Boolean> {
        /** An interface that was made anew a moment ago, and of which nobody has told yet, has another number by now. */
        @Override
        public Boolean address(VirtualAddress vip) {
            try {
                return addWhere(vip);
            } catch (KernelException gone) {
                if (!gone.isWithoutInterface()) {
                    throw gone;
                }
                interfaces.forget();
                return addWhere(vip);
            }
        }

        private boolean addWhere(VirtualAddress vip) {
            int index = interfaces.require(vip.device(), vip).index();
            places.put(vip.journalLine(), index);
            return kernel.addAddress(toKernel(vip, index));
        }

        @Override
        public Boolean route(VirtualRoute route) {
            return kernel.addRoute(route.route());
        }

        @Override
        public Boolean rule(VirtualRule rule) {
            return kernel.addRule(rule.rule());
        }

        @Override
        public Boolean mac(VirtualMac mac) {
            return macs.add(mac);
        }

        @Override
        public Boolean setting(HostSetting setting) {
            return set(setting.setting(), setting.before(), setting.value());
        }

        @Override
        public Boolean unaccepted(Unaccepted drop) {
            return false;
        }
    }

    private final class Taking implements Holding.Cases<Boolean> {
        @Override
        public Boolean address(VirtualAddress vip) {
            boolean removed = placed(vip).map(kernel::removeAddress).orElse(false);
            places.remove(vip.journalLine());
            return removed;
        }

        @Override
        public Boolean route(VirtualRoute route) {
            return kernel.removeRoute(route.route());
        }

        @Override
        public Boolean rule(VirtualRule rule) {
            return kernel.removeRule(rule.rule());
        }

        @Override
        public Boolean mac(VirtualMac mac) {
            return macs.remove(mac);
        }

        @Override
        public Boolean setting(HostSetting setting) {
            return set(setting.setting(), setting.value(), setting.before());
        }

        @Override
        public Boolean unaccepted(Unaccepted drop) {
            return false;
        }
    }
}
