package org.aloft.agent.config.language;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.text.Placed;
import org.aloft.agent.config.text.Statement;

/**
 * The lines of {@code unicast_peer}. They begin with an address rather than a keyword, so each is read as it stands.
 */
final class UnicastLanguage {
    private static final Vocabulary<Options> OPTIONS = new Vocabulary<Options>("unicast_peer")
            .word("min_ttl", (arguments, options) -> options.least = arguments.integer(0, 255))
            .word("max_ttl", (arguments, options) -> options.most = arguments.integer(0, 255));

    private UnicastLanguage() {}

    private static final class Options {
        Optional<Integer> least = Optional.empty();
        Optional<Integer> most = Optional.empty();
    }

    static List<Placed<UnicastPeer>> read(Arguments block) {
        List<Placed<UnicastPeer>> peers = new ArrayList<>();
        for (Statement line : block.block()) {
            Arguments words = new Arguments(line, block.problems());
            words.refuseBlock();
            Optional<InetAddress> address = words.ip(line.name());
            Options options = new Options();
            OPTIONS.read(words.options(), options, block.problems());
            address.ifPresent(found ->
                    peers.add(new Placed<>(new UnicastPeer(found, options.least, options.most), line.position())));
        }
        return peers;
    }
}
