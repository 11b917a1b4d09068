package org.aloft.agent.hold;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.config.VirtualRule;
import org.aloft.agent.kernel.route.Route;

/**
 * How to go from what is held to what is to be held. What stands on both sides is not touched, whoever held it before.
 * What is new comes before what is old goes, except where the kernel cannot have both. Pure.
 *
 * @param replaced to be removed first: the kernel takes each for the same thing as one that is added
 * @param added to be put on the host then, in this order
 * @param removed to be taken away last, in this order
 * @param rewritten what stays as it is on the host under another line, the former line first
 */
public record HoldingDifference(
        List<Holding> replaced, List<Holding> added, List<Holding> removed, Map<Holding, Holding> rewritten) {
    /** Takes copies. */
    public HoldingDifference {
        replaced = List.copyOf(replaced);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        rewritten = Map.copyOf(rewritten);
    }

    /** Works it out. */
    public static HoldingDifference between(Collection<? extends Holding> before, Collection<? extends Holding> after) {
        Map<Object, Holding> old = byEffect(before);
        Map<Object, Holding> wanted = byEffect(after);
        List<Holding> added = new ArrayList<>();
        Map<Holding, Holding> rewritten = new LinkedHashMap<>();
        wanted.forEach((effect, holding) -> {
            Holding former = old.get(effect);
            if (former == null) {
                added.add(holding);
            } else if (!former.journalLine().equals(holding.journalLine())) {
                rewritten.put(former, holding);
            }
        });
        List<Holding> replaced = new ArrayList<>();
        List<Holding> removed = new ArrayList<>();
        old.forEach((effect, holding) -> {
            if (!wanted.containsKey(effect)) {
                boolean inTheWay = added.stream().anyMatch(other -> excludeEachOther(holding, other));
                (inTheWay ? replaced : removed).add(holding);
            }
        });
        Collections.reverse(replaced);
        Collections.reverse(removed);
        return new HoldingDifference(replaced, added, removed, rewritten);
    }

    private static Map<Object, Holding> byEffect(Collection<? extends Holding> holdings) {
        Map<Object, Holding> byEffect = new LinkedHashMap<>();
        holdings.forEach(holding -> byEffect.putIfAbsent(effect(holding), holding));
        return byEffect;
    }

    /** What the host sees of it: how a line is written, and whether it is tracked, makes no difference there. */
    static Object effect(Holding holding) {
        if (holding instanceof VirtualAddress address) {
            return address.whateverTracked();
        }
        if (holding instanceof VirtualRoute route) {
            return route.route();
        }
        return holding instanceof VirtualRule rule ? rule.rule() : holding;
    }

    /**
     * An interface has an IPv4 address once for each prefix, and an IPv6 address once; a name is one interface's; of
     * routes see {@link Route#isTakenFor}.
     */
    private static boolean excludeEachOther(Holding one, Holding other) {
        if (one instanceof VirtualAddress first && other instanceof VirtualAddress second) {
            return first.device().equals(second.device())
                    && first.address().equals(second.address())
                    && (!(first.address() instanceof Inet4Address) || first.prefixLength() == second.prefixLength());
        }
        if (one instanceof VirtualRoute first && other instanceof VirtualRoute second) {
            return first.route().isTakenFor(second.route());
        }
        return one instanceof VirtualMac first
                && other instanceof VirtualMac second
                && first.name().equals(second.name());
    }
}
