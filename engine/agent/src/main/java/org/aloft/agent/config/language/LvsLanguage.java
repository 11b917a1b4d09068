package org.aloft.agent.config.language;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.LvsBlock;
import org.aloft.agent.config.LvsBlock.FlushOnStop;
import org.aloft.agent.config.text.Statement;

/** Keywords of {@code global_defs} that are about IPVS and the checks. */
final class LvsLanguage {
    private static final int LONGEST_PACKET = 65_507;

    /** The kernel counts in a signed number of seconds; a month is more than any connection needs. */
    private static final int LONGEST_TIMEOUT = 31 * 86_400;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("global_defs")
            .word("lvs_sync_daemon", LvsLanguage::syncDaemon)
            .word("lvs_timeouts", LvsLanguage::timeouts)
            .word("lvs_flush", (arguments, draft) -> draft.flush = true)
            .word(
                    "lvs_flush_on_stop",
                    (arguments, draft) -> draft.flushOnStop =
                            arguments.take("VS") ? FlushOnStop.VIRTUAL_SERVERS : FlushOnStop.EVERYTHING)
            .formerly("lvs_flush_onstop", "lvs_flush_on_stop")
            .word("checker_log_all_failures", (arguments, draft) -> draft.logAllFailures = arguments.flag())
            .word("rs_init_notifies", (arguments, draft) -> draft.startNotifies = true)
            .warned("lvs_netlink_cmd_rcv_bufs", Reasons.NETLINK_BUFFERS)
            .warned("lvs_netlink_cmd_rcv_bufs_force", Reasons.NETLINK_BUFFERS)
            .warned("lvs_netlink_monitor_rcv_bufs", Reasons.NETLINK_BUFFERS)
            .warned("lvs_netlink_monitor_rcv_bufs_force", Reasons.NETLINK_BUFFERS);

    private static final Vocabulary<SyncDraft> SYNC = new Vocabulary<SyncDraft>("lvs_sync_daemon")
            .word("inst", (arguments, draft) -> draft.instance = arguments.word("the name of a vrrp_instance"))
            .word("id", (arguments, draft) -> draft.syncId = arguments.integer(0, 255))
            .word("maxlen", (arguments, draft) -> draft.longestPacket = arguments.integer(1, LONGEST_PACKET))
            .word("port", (arguments, draft) -> draft.port = arguments.integer(1, 65_535))
            .word("ttl", (arguments, draft) -> draft.timeToLive = arguments.integer(1, 255))
            .word("group", (arguments, draft) -> draft.group = arguments.ip());

    private static final Vocabulary<TimeoutDraft> TIMEOUTS = new Vocabulary<TimeoutDraft>("lvs_timeouts")
            .word("tcp", (arguments, draft) -> draft.tcp = seconds(arguments))
            .word("tcpfin", (arguments, draft) -> draft.tcpFin = seconds(arguments))
            .word("udp", (arguments, draft) -> draft.udp = seconds(arguments));

    private LvsLanguage() {}

    private static Optional<Duration> seconds(Arguments arguments) {
        return arguments.integer(1, LONGEST_TIMEOUT).map(Duration::ofSeconds);
    }

    /** The instance's name may follow the interface without the word inst, as in old files. */
    private static void syncDaemon(Arguments arguments, Draft draft) {
        Optional<String> networkInterface = arguments.word("the name of a network interface");
        SyncDraft sync = new SyncDraft();
        if (arguments.hasMore() && !SYNC.knows(arguments.peek())) {
            sync.instance = arguments.optionalWord();
        }
        SYNC.read(arguments.options(), sync, arguments.problems());
        draft.syncDaemon = networkInterface.map(sync::finish);
    }

    /**
     * {@code lvs_sync_daemon_interface} of a {@code vrrp_instance}: how that was said before there was {@code
     * lvs_sync_daemon}. The first one counts, and after that of {@code global_defs}, as in keepalived.
     *
     * @param instance the block's name, if it has one
     */
    static void syncDaemonOf(Optional<String> instance, Arguments arguments, Draft draft) {
        Optional<String> networkInterface = arguments.word("the name of a network interface");
        if (draft.syncDaemon.isPresent()) {
            arguments.warning("lvs_sync_daemon_interface does nothing here: the sync daemon is on "
                    + draft.syncDaemon.get().networkInterface() + " already; remove this line");
        } else {
            SyncDraft sync = new SyncDraft();
            sync.instance = instance;
            draft.syncDaemon = networkInterface.map(sync::finish);
            arguments.warning(
                    "lvs_sync_daemon_interface is an old way to say it; write in global_defs: lvs_sync_daemon "
                            + networkInterface.orElse("INTERFACE") + " " + instance.orElse("INSTANCE"));
        }
    }

    private static void timeouts(Arguments arguments, Draft draft) {
        TimeoutDraft timeouts = new TimeoutDraft();
        List<Statement> options = arguments.options();
        if (options.isEmpty()) {
            arguments.error("lvs_timeouts needs at least one of tcp SECS, tcpfin SECS, udp SECS");
        }
        TIMEOUTS.read(options, timeouts, arguments.problems());
        draft.timeouts = new LvsBlock.Timeouts(timeouts.tcp, timeouts.tcpFin, timeouts.udp);
    }

    private static final class SyncDraft {
        Optional<String> instance = Optional.empty();
        Optional<Integer> syncId = Optional.empty();
        Optional<Integer> longestPacket = Optional.empty();
        Optional<Integer> port = Optional.empty();
        Optional<Integer> timeToLive = Optional.empty();
        Optional<InetAddress> group = Optional.empty();

        private LvsBlock.SyncDaemon finish(String networkInterface) {
            return new LvsBlock.SyncDaemon(networkInterface, instance, syncId, longestPacket, port, timeToLive, group);
        }
    }

    private static final class TimeoutDraft {
        Optional<Duration> tcp = Optional.empty();
        Optional<Duration> tcpFin = Optional.empty();
        Optional<Duration> udp = Optional.empty();
    }

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<LvsBlock.SyncDaemon> syncDaemon = Optional.empty();
        LvsBlock.Timeouts timeouts = new LvsBlock.Timeouts(Optional.empty(), Optional.empty(), Optional.empty());
        boolean flush;
        FlushOnStop flushOnStop = FlushOnStop.ONE_BY_ONE;
        boolean logAllFailures;
        boolean startNotifies;

        LvsBlock finish() {
            return new LvsBlock(syncDaemon, timeouts, flush, flushOnStop, logAllFailures, startNotifies);
        }
    }
}
