package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.HexBytes;
import org.aloft.agent.config.UdpCheckBlock;
import org.aloft.agent.config.UdpCheckBlock.ExpectedReply;

/** Keywords of {@code UDP_CHECK}. */
final class UdpCheckLanguage {
    private static final int LONGEST = 65_507;
    private static final int LONGEST_REPLY = 255;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("UDP_CHECK")
            .with(() -> CheckDraft.CONNECTION, draft -> draft)
            .word("payload", (arguments, draft) -> draft.payload = hex(arguments, /* wildcards */ false))
            .word("require_reply", (arguments, draft) -> {
                draft.requiresReply = true;
                draft.content = arguments.hasMore() ? hex(arguments, /* wildcards */ true) : Optional.empty();
            })
            .word(
                    "min_reply_length",
                    (arguments, draft) -> arguments.integer(0, LONGEST).ifPresent(value -> draft.leastLength = value))
            .word(
                    "max_reply_length",
                    (arguments, draft) -> arguments.integer(0, LONGEST).ifPresent(value -> draft.mostLength = value));

    private UdpCheckLanguage() {}

    private static final class Draft extends CheckDraft {
        Optional<HexBytes> payload = Optional.empty();
        boolean requiresReply;
        Optional<HexBytes> content = Optional.empty();
        int leastLength;
        int mostLength = LONGEST_REPLY;

        Draft(CheckDefaults defaults, InetSocketAddress realServer) {
            super(defaults, realServer);
        }
    }

    static Optional<CheckBlock> read(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        Draft draft = new Draft(own, realServer);
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        if (draft.leastLength > draft.mostLength) {
            arguments
                    .problems()
                    .error(
                            arguments.statement().position(),
                            "UDP_CHECK: min_reply_length must be at most max_reply_length: " + draft.leastLength + " > "
                                    + draft.mostLength);
        }
        Optional<ExpectedReply> reply = draft.requiresReply
                ? Optional.of(new ExpectedReply(draft.content, draft.leastLength, draft.mostLength))
                : Optional.empty();
        return Optional.of(new UdpCheckBlock(draft.connection(arguments), draft.pace(), draft.payload, reply));
    }

    private static Optional<HexBytes> hex(Arguments arguments, boolean wildcards) {
        String text = String.join(" ", arguments.words("hexadecimal digits"));
        Optional<HexBytes> bytes = HexBytes.parse(text, wildcards);
        if (bytes.isEmpty()) {
            arguments.error(arguments.statement().name() + " must be hexadecimal digits" + (wildcards ? " or x" : "")
                    + ", blanks between as you like: correct them");
        }
        return bytes;
    }
}
