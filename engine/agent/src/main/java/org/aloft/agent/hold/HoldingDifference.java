package org.aloft.agent.hold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.agent.config.Holding;

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
                boolean inTheWay = added.stream().anyMatch(other -> holding.excludes(other));
                (inTheWay ? replaced : removed).add(holding);
            }
        });
        Collections.reverse(replaced);
        Collections.reverse(removed);
        return new HoldingDifference(replaced, added, removed, rewritten);
    }

    private static Map<Object, Holding> byEffect(Collection<? extends Holding> holdings) {
        Map<Object, Holding> byEffect = new LinkedHashMap<>();
        holdings.forEach(holding -> byEffect.putIfAbsent(holding.effect(), holding));
        return byEffect;
    }
}
