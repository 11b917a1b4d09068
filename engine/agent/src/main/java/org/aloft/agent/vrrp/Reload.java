package org.aloft.agent.vrrp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpSyncGroupBlock;

/**
 * What a configuration makes of the routers that run. It decides and changes nothing; {@link RunningRouters} does.
 *
 * @param instances what is to run
 * @param syncGroups which of them are active together or not at all
 */
record Reload(List<VrrpInstanceBlock> instances, List<VrrpSyncGroupBlock> syncGroups) {
    /**
     * The blocks as which routers go on; one that is missing is to leave. A router is known by its VRRP group, that is
     * its interface, virtual router id and family, whatever it is called, as in keepalived. An active one is known by
     * its name, too: it stays active even in another group, since the VIPs stay here. Any other is to listen there
     * before all else.
     */
    Map<VirtualRouter, VrrpInstanceBlock> goOn(List<VirtualRouter> running) {
        List<VrrpInstanceBlock> free = new ArrayList<>(instances);
        Map<VirtualRouter, VrrpInstanceBlock> next = new HashMap<>();
        pair(running, free, next, (router, block) -> isNamed(router, block) && isOfItsGroup(router, block));
        pair(running, free, next, Reload::isOfItsGroup);
        pair(running, free, next, (router, block) -> isNamed(router, block) && router.isActive());
        return next;
    }

    private static void pair(
            List<VirtualRouter> running,
            List<VrrpInstanceBlock> free,
            Map<VirtualRouter, VrrpInstanceBlock> next,
            BiPredicate<VirtualRouter, VrrpInstanceBlock> fits) {
        for (VirtualRouter router : running) {
            if (!next.containsKey(router)) {
                free.stream()
                        .filter(block -> fits.test(router, block))
                        .findFirst()
                        .ifPresent(block -> {
                            next.put(router, block);
                            free.remove(block);
                        });
            }
        }
    }

    private static boolean isNamed(VirtualRouter router, VrrpInstanceBlock block) {
        return block.name().equals(router.name());
    }

    private static boolean isOfItsGroup(VirtualRouter router, VrrpInstanceBlock block) {
        return block.sharesGroupWith(router.block());
    }

    /** Whether anything changes for a router that goes on as this. */
    boolean changes(VirtualRouter router, VrrpInstanceBlock block) {
        return !block.equals(router.block())
                || !groupOf(block).equals(router.membership().group());
    }

    /** The sync group of an instance. */
    Optional<String> groupOf(VrrpInstanceBlock block) {
        return syncGroups.stream()
                .filter(group -> group.instances().contains(block.name()))
                .map(VrrpSyncGroupBlock::name)
                .findFirst();
    }
}
