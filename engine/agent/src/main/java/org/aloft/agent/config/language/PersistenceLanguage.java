package org.aloft.agent.config.language;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.config.PersistenceBlock;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;

/** Keywords of {@code virtual_server} about clients that stay with their real server. */
final class PersistenceLanguage {
    private static final int LONGEST = 31 * 86_400;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("virtual_server")
            .word(
                    "persistence_timeout",
                    (arguments, draft) -> draft.timeout = arguments.hasMore()
                            ? arguments.integer(1, LONGEST).map(Duration::ofSeconds)
                            : Optional.of(PersistenceBlock.DEFAULT_TIMEOUT))
            .word("persistence_granularity", (arguments, draft) -> draft.granularity = granularity(arguments))
            .word(
                    "persistence_engine",
                    (arguments, draft) -> draft.engine = arguments.oneOf(Choices.words("sip"), text -> text));

    private PersistenceLanguage() {}

    private record Granularity(int prefix, boolean ipv6, Position position) {}

    /** A netmask of IPv4, or a prefix length of IPv6. */
    private static Optional<Granularity> granularity(Arguments arguments) {
        Position position = arguments.statement().position();
        if (!arguments.peek().contains(".")) {
            return arguments.integer(1, 128).map(length -> new Granularity(length, true, position));
        }
        return arguments.ipv4().flatMap(mask -> {
            int bits = ByteBuffer.wrap(mask.getAddress()).getInt();
            int length = Integer.numberOfLeadingZeros(~bits);
            if (Integer.bitCount(bits) != length) {
                arguments.error("persistence_granularity must be a netmask, ones and then zeros: "
                        + mask.getHostAddress() + "; write for instance 255.255.255.0");
                return Optional.empty();
            }
            return Optional.of(new Granularity(length, false, position));
        });
    }

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<Duration> timeout = Optional.empty();
        Optional<Granularity> granularity = Optional.empty();
        Optional<String> engine = Optional.empty();

        /** The family that the granularity tells, if it is said. */
        Optional<Boolean> ipv6() {
            return granularity.map(Granularity::ipv6);
        }

        Optional<PersistenceBlock> finish(boolean ipv6, Problems problems) {
            if (timeout.isEmpty() && granularity.isEmpty() && engine.isEmpty()) {
                return Optional.empty();
            }
            granularity
                    .filter(value -> value.ipv6() != ipv6)
                    .ifPresent(value -> problems.error(
                            value.position(),
                            "persistence_granularity must be "
                                    + (ipv6
                                            ? "a prefix length 1..128 for IPv6"
                                            : "a netmask such as 255.255.255.0 for IPv4")));
            return Optional.of(new PersistenceBlock(
                    timeout.orElse(PersistenceBlock.DEFAULT_TIMEOUT), granularity.map(Granularity::prefix), engine));
        }
    }
}
