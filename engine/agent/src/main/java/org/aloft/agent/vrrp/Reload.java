package org.aloft.agent.vrrp;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpSyncGroupBlock;

/**
 * What a configuration makes of the routers that run. It decides and changes nothing; {@link RunningRouters} does.
 *
 * @param instances what is to run
 * @param syncGroups which of them are active together or not at all
 */
record Reload(List<VrrpInstanceBlock> instances, List<VrrpSyncGroupBlock> syncGroups) {
    /** The block as which a router goes on; empty if it is to leave. */
    Optional<VrrpInstanceBlock> goesOnAs(VirtualRouter router) {
        return instances.stream()
                .filter(block -> block.name().equals(router.name()))
                .filter(block -> mayGoOn(router, block))
                .findFirst();
    }

    /**
     * An active router stays so even in another group: the VIPs stay here. Any other is to listen there before all
     * else.
     */
    private static boolean mayGoOn(VirtualRouter router, VrrpInstanceBlock block) {
        return block.sharesGroupWith(router.block()) || router.isActive();
    }

    /** Whether anything changes for a router that goes on as this. */
    boolean changes(VirtualRouter router, VrrpInstanceBlock block) {
        return !block.equals(router.block()) || !groupOf(block).equals(router.group());
    }

    /** The sync group of an instance. */
    Optional<String> groupOf(VrrpInstanceBlock block) {
        return syncGroups.stream()
                .filter(group -> group.instances().contains(block.name()))
                .map(VrrpSyncGroupBlock::name)
                .findFirst();
    }
}
