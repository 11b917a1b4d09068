package org.aloft.agent.lvs;

import java.util.Optional;
import java.util.OptionalInt;
import org.aloft.agent.balance.LvsSettings;
import org.aloft.agent.balance.LvsSettings.AtStop;
import org.aloft.agent.balance.SyncDaemonSettings;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.LvsBlock;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.ipvs.IpvsSyncDaemon;
import org.aloft.agent.kernel.ipvs.IpvsTimeouts;

/** What {@code global_defs} asks of IPVS as a whole. Pure. */
final class WantedLvs {
    private WantedLvs() {}

    static LvsSettings of(Configuration configuration) {
        LvsBlock block = configuration.global().lvs();
        LvsBlock.Timeouts timeouts = block.timeouts();
        return new LvsSettings(
                block.flush(),
                atStop(block.flushOnStop()),
                new IpvsTimeouts(timeouts.tcp(), timeouts.tcpFin(), timeouts.udp()),
                block.syncDaemon().map(daemon -> syncDaemon(daemon, configuration)));
    }

    /**
     * The kernel removes a virtual service with its real servers in one step, so that there is no slower way to be had.
     */
    private static AtStop atStop(LvsBlock.FlushOnStop flush) {
        return switch (flush) {
            case ONE_BY_ONE, VIRTUAL_SERVERS -> AtStop.REMOVE_OWN;
            case EVERYTHING -> AtStop.FLUSH;
        };
    }

    private static SyncDaemonSettings syncDaemon(LvsBlock.SyncDaemon block, Configuration configuration) {
        int syncId = block.syncId()
                .or(() -> block.instance().flatMap(name -> virtualRouterId(name, configuration)))
                .orElse(0);
        IpvsSyncDaemon daemon = new IpvsSyncDaemon(
                IpvsSyncDaemon.State.BACKUP,
                block.networkInterface(),
                syncId,
                number(block.longestPacket()),
                number(block.port()),
                number(block.timeToLive()),
                block.group());
        return new SyncDaemonSettings(daemon, block.instance());
    }

    private static Optional<Integer> virtualRouterId(String instance, Configuration configuration) {
        return configuration.instances().stream()
                .filter(block -> block.name().equals(instance))
                .map(VrrpInstanceBlock::virtualRouterId)
                .findFirst();
    }

    private static OptionalInt number(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
