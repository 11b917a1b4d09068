package org.aloft.agent.config.language;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.text.Placed;

/** Keywords of {@code vrrp_instance} that say how it speaks. */
final class WireLanguage {
    static final Vocabulary<WireDraft> VOCABULARY = new Vocabulary<WireDraft>("vrrp_instance")
            .word("version", WireLanguage::version)
            .word("advert_int", WireLanguage::advertInterval)
            .block("authentication", WireLanguage::authentication)
            .word("native_ipv6", (arguments, draft) -> draft.nativeIpv6 = true)
            .word("mcast_src_ip", WireLanguage::source)
            .word("unicast_src_ip", WireLanguage::source)
            .word("track_src_ip", (arguments, draft) -> draft.trackSource = true)
            .word("mcast_dst_ip", WireLanguage::group)
            .block("unicast_peer", (arguments, draft) -> {
                draft.unicast = Optional.of(arguments.statement());
                draft.peers.addAll(UnicastLanguage.read(arguments));
            })
            .word(
                    "unicast_ttl",
                    (arguments, draft) -> arguments.integer(0, 255).ifPresent(value -> draft.unicastHopLimit = value))
            .word("unicast_fault_no_peer", (arguments, draft) -> draft.faultWithoutPeer = true)
            .word("check_unicast_src", (arguments, draft) -> draft.checkSource = arguments.flag())
            .word("old_unicast_checksum", WireLanguage::oldChecksum)
            .word("v3_checksum_as_v2", (arguments, draft) -> draft.messageChecksum = arguments.flag())
            .word("skip_check_adv_addr", (arguments, draft) -> draft.skipCheckAddresses = arguments.flag())
            .word("strict_mode", (arguments, draft) -> draft.strict = arguments.flag())
            .warned("kernel_rx_buf_size", Reasons.RECEIVE_BUFFERS)
            .refused("vrf", "aloftd speaks on the instance's interface; name that with interface");

    static final Vocabulary<AuthenticationDraft> AUTHENTICATION = new Vocabulary<AuthenticationDraft>("authentication")
            .word(
                    "auth_type",
                    "`PASS`; `AH` is refused, since aloftd has no IPsec: write `PASS` on every member",
                    WireLanguage::authenticationType)
            .word("auth_pass", (arguments, draft) -> draft.password = password(arguments));

    private WireLanguage() {}

    private static final class AuthenticationDraft {
        Optional<String> password = Optional.empty();
    }

    private static void version(Arguments arguments, WireDraft draft) {
        draft.version = placed(arguments.integer(2, 3), arguments);
    }

    private static void source(Arguments arguments, WireDraft draft) {
        draft.source = placed(arguments.ip(), arguments);
    }

    private static void group(Arguments arguments, WireDraft draft) {
        Optional<InetAddress> group = arguments.ip().filter(address -> {
            if (!address.isMulticastAddress()) {
                arguments.error("mcast_dst_ip must be a multicast address: 224.0.0.0/4 or ff02::/16");
            }
            return address.isMulticastAddress();
        });
        draft.group = placed(group, arguments);
    }

    private static <T> Optional<Placed<T>> placed(Optional<T> value, Arguments arguments) {
        return value.map(there -> new Placed<>(there, arguments.statement().position()));
    }

    private static void oldChecksum(Arguments arguments, WireDraft draft) {
        boolean never = arguments.take("never");
        draft.groupChecksum = !never;
        draft.learnChecksum = !never;
    }

    private static void advertInterval(Arguments arguments, WireDraft draft) {
        draft.advertIntervalPosition = Optional.of(arguments.statement().position());
        arguments
                .seconds(Duration.ofMillis(10), Duration.ofSeconds(255))
                .ifPresent(value -> draft.advertInterval = value);
    }

    private static void authentication(Arguments arguments, WireDraft draft) {
        AuthenticationDraft authentication = new AuthenticationDraft();
        AUTHENTICATION.read(arguments.block(), authentication, arguments.problems());
        if (!AUTHENTICATION.mentions(arguments.block(), "auth_type")) {
            arguments.error("authentication needs auth_type; write auth_type PASS");
        }
        if (!AUTHENTICATION.mentions(arguments.block(), "auth_pass")) {
            arguments.error("authentication needs auth_pass; write auth_pass and up to 8 characters");
        }
        draft.authenticationPosition = Optional.of(arguments.statement().position());
        draft.authentication = authentication.password.map(Authentication::new);
    }

    private static void authenticationType(Arguments arguments, AuthenticationDraft draft) {
        arguments.word("PASS").ifPresent(type -> {
            if (!type.equalsIgnoreCase("PASS")) {
                arguments.error("auth_type must be PASS: auth_type " + type
                        + "; AH is refused, since aloftd has no IPsec: write PASS on every member");
            }
        });
    }

    /** The password itself stands in no message. */
    private static Optional<String> password(Arguments arguments) {
        return arguments.word("a password of 1..8 characters").flatMap(text -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length == 0) {
                arguments.error("auth_pass is empty; give 1..8 characters");
                return Optional.empty();
            }
            if (bytes.length <= Authentication.LONGEST_PASSWORD) {
                return Optional.of(text);
            }
            if (bytes.length != text.length()) {
                arguments.error("auth_pass is longer than 8 bytes and not plain ASCII; give 1..8 ASCII characters");
                return Optional.empty();
            }
            arguments.warning("auth_pass has " + text.length()
                    + " characters; only the first 8 are used, as in keepalived; shorten it");
            return Optional.of(text.substring(0, Authentication.LONGEST_PASSWORD));
        });
    }
}
