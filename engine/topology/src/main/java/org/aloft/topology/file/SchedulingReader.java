package org.aloft.topology.file;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.problem.Located;

/** How a service chooses a real server: {@code scheduler}, {@code scheduler_flags} and {@code one_packet}. */
final class SchedulingReader {
    /** The kernel's schedulers (net/netfilter/ipvs). */
    private static final List<String> SCHEDULERS =
            List.of("rr", "wrr", "lc", "wlc", "fo", "ovf", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "twos");

    /** Those that take flags (ipvsadm(8), -b). */
    private static final Set<String> WITH_FLAGS = Set.of("sh", "mh");

    static final Key<String> SCHEDULER = Key.choice("scheduler", SCHEDULERS)
            .otherwise("wlc")
            .alsoCalled(schedulersOfOthers())
            .help("How IPVS spreads connections (ipvsadm(8)).");
    static final Key<VirtualService.Flag> FLAGS = Key.choice("scheduler_flags", flags())
            .help(
                    "For sh and mh: fallback, another real server where one has weight 0; port, the client's port counts.");
    static final Key<Boolean> ONE_PACKET =
            Key.truth("one_packet").otherwise("false").help("Whether each packet is scheduled by itself; UDP only.");

    private SchedulingReader() {}

    static VirtualService.Scheduling read(Block block, Optional<Located<VirtualService.Target>> target) {
        String scheduler = block.orFallback(SCHEDULER);
        Set<VirtualService.Flag> flags = EnumSet.noneOf(VirtualService.Flag.class);
        block.texts(FLAGS.name()).forEach(text -> block.parse(text, FLAGS).ifPresent(flag -> flags.add(flag.value())));
        if (!flags.isEmpty() && !WITH_FLAGS.contains(scheduler)) {
            block.refuse(
                    FLAGS.name(),
                    "conflict",
                    "`scheduler_flags` are for sh and mh: scheduler=" + scheduler,
                    "Write `scheduler: mh`, or remove the flags.");
        }
        boolean onePacket = block.orFallback(ONE_PACKET);
        boolean udp = target.map(written -> written.value()
                        .<Boolean>match(port -> port.protocol() == VirtualService.Protocol.UDP, mark -> true))
                .orElse(true);
        if (onePacket && !udp) {
            block.refuse(
                    ONE_PACKET.name(),
                    "conflict",
                    "`one_packet` must not stand beside another protocol than udp, whose packets belong together",
                    "Write `protocol: udp`, or remove it.");
        }
        return new VirtualService.Scheduling(scheduler, flags, onePacket);
    }

    private static Map<String, VirtualService.Flag> flags() {
        Map<String, VirtualService.Flag> flags = new LinkedHashMap<>();
        flags.put("fallback", VirtualService.Flag.FALLBACK);
        flags.put("port", VirtualService.Flag.PORT);
        return flags;
    }

    private static Map<String, String> schedulersOfOthers() {
        return Map.of(
                "round-robin", "Write rr.",
                "roundrobin", "Write rr.",
                "weighted-round-robin", "Write wrr.",
                "least-connection", "Write lc, or wlc.",
                "leastconn", "Write lc, or wlc.",
                "source", "Write sh.",
                "source-hashing", "Write sh.");
    }
}
