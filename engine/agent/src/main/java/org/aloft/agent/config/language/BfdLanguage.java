package org.aloft.agent.config.language;

import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.TrackerKind;

/** Keywords of {@code bfd_instance}. */
final class BfdLanguage {
    private static final String ONE_FOR_BOTH = "every bfd_instance tells the trackers as well as the BFD_CHECKs";
    private static final int LONGEST_NAME = 31;
    /** As keepalived: what fits into the packet's 32 bits of microseconds. */
    private static final long LONGEST_MILLIS = 4_294_967;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("bfd_instance")
            .word("neighbor_ip", (arguments, draft) -> draft.neighbor = arguments.ip())
            .word("neighbour_ip", (arguments, draft) -> draft.neighbor = arguments.ip())
            .word("source_ip", (arguments, draft) -> draft.source = arguments.ip())
            .word("min_rx", (arguments, draft) -> milliseconds(arguments, 1, value -> draft.minimumReceive = value))
            .word("min_tx", (arguments, draft) -> milliseconds(arguments, 1, value -> draft.minimumTransmit = value))
            .word("idle_tx", (arguments, draft) -> milliseconds(arguments, 1000, value -> draft.idle = value))
            .word(
                    "multiplier",
                    (arguments, draft) -> arguments.integer(1, 255).ifPresent(value -> draft.multiplier = value))
            .word("passive", (arguments, draft) -> draft.passive = true)
            .word("ttl", (arguments, draft) -> draft.hops = arguments.integer(1, 255))
            .word("hoplimit", (arguments, draft) -> draft.hops = arguments.integer(1, 255))
            .word("max_hops", (arguments, draft) -> arguments
                    .integer(-1, 255)
                    .ifPresent(value -> draft.mostHops = value < 0 ? 255 : value))
            .word("weight", (arguments, draft) -> TrackingLanguage.weight(arguments, TrackerKind.BFD.largestWeight())
                    .ifPresent(value -> draft.weight = value))
            .warned("vrrp", ONE_FOR_BOTH)
            .warned("checker", ONE_FOR_BOTH);

    private BfdLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<InetAddress> neighbor = Optional.empty();
        Optional<InetAddress> source = Optional.empty();
        Duration minimumReceive = Duration.ofMillis(10);
        Duration minimumTransmit = Duration.ofMillis(10);
        Duration idle = Duration.ofSeconds(1);
        int multiplier = 5;
        boolean passive;
        Optional<Integer> hops = Optional.empty();
        int mostHops;
        TrackWeight weight = TrackWeight.FAULT;

        private BfdInstanceBlock finish(String name) {
            InetAddress to = neighbor.orElseThrow();
            return new BfdInstanceBlock(
                    name,
                    to,
                    source,
                    new BfdInstanceBlock.Pace(minimumReceive, minimumTransmit, idle, multiplier),
                    passive,
                    new BfdInstanceBlock.Reach(hops.orElse(to instanceof Inet4Address ? 255 : 64), mostHops),
                    weight);
        }
    }

    /** Milliseconds with up to three decimals. */
    private static void milliseconds(Arguments arguments, int least, Consumer<Duration> taker) {
        String range = least + ".." + LONGEST_MILLIS + " milliseconds";
        arguments.word(range).ifPresent(text -> {
            BigDecimal millis =
                    text.matches("[0-9]{1,7}(\\.[0-9]{1,3})?") ? new BigDecimal(text) : BigDecimal.valueOf(-1);
            if (millis.compareTo(BigDecimal.valueOf(least)) < 0
                    || millis.compareTo(BigDecimal.valueOf(LONGEST_MILLIS)) > 0) {
                String keyword = arguments.statement().name();
                arguments.error(keyword + " must be " + range + ": " + keyword + " " + text);
            } else {
                taker.accept(Duration.ofNanos(millis.movePointRight(6).longValueExact()));
            }
        });
    }

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<String> name = arguments.word("a name").filter(given -> {
            if (given.length() > LONGEST_NAME) {
                arguments.error("the name of a bfd_instance has at most " + LONGEST_NAME + " characters: " + given);
            }
            return given.length() <= LONGEST_NAME;
        });
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        check(name.orElse(""), draft, arguments);
        if (draft.neighbor.isPresent()) {
            name.ifPresent(given -> configuration.tracking.add(draft.finish(given), arguments));
        }
    }

    private static void check(String name, Draft draft, Arguments arguments) {
        if (draft.neighbor.isEmpty()) {
            if (!VOCABULARY.mentions(arguments.block(), "neighbor_ip")) {
                arguments.error("bfd_instance " + name + " has no neighbour; add neighbor_ip ADDRESS");
            }
            return;
        }
        boolean ipv4 = draft.neighbor.get() instanceof Inet4Address;
        draft.source
                .filter(own -> own instanceof Inet4Address != ipv4)
                .ifPresent(own -> arguments.error("source_ip " + own.getHostAddress() + " and neighbor_ip "
                        + draft.neighbor.get().getHostAddress()
                        + " must be of one family; correct one of them"));
        if (!ipv4 && draft.hops.isEmpty()) {
            arguments.warning("bfd_instance " + name + " sends hop limit 64 and expects it, as keepalived does;"
                    + " RFC 5881 says 255: write hoplimit 255 unless the neighbour is such a keepalived");
        }
    }
}
