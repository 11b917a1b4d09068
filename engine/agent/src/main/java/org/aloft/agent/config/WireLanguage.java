package org.aloft.agent.config;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Keywords of {@code vrrp_instance} that say how it speaks. */
final class WireLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_instance")
            .word("version", (arguments, draft) -> arguments.integer(2, 3).ifPresent(value -> draft.version = value))
            .word("advert_int", WireLanguage::advertInterval)
            .block("authentication", WireLanguage::authentication)
            .word(
                    "mcast_src_ip",
                    (arguments, draft) -> draft.sourceAddress = arguments.ipv4().map(InetAddress.class::cast));

    private static final Vocabulary<AuthenticationDraft> AUTHENTICATION = new Vocabulary<AuthenticationDraft>(
                    "authentication")
            .word("auth_type", WireLanguage::authenticationType)
            .word("auth_pass", (arguments, draft) -> draft.password = password(arguments));

    private WireLanguage() {}

    private static final class AuthenticationDraft {
        boolean typeGiven;
        Optional<String> password = Optional.empty();
    }

    /** Confined to the reading thread. */
    static final class Draft {
        /** RFC 9568 §5.2.7: twelve bits of hundredths of a second. */
        private static final Duration LONGEST_VERSION_3 = Duration.ofMillis(40_950);

        private static final long SECOND_NANOS = 1_000_000_000;
        private static final long HUNDREDTH_NANOS = 10_000_000;

        int version;
        Duration advertInterval = Duration.ofSeconds(1);
        Optional<Position> advertIntervalPosition = Optional.empty();
        Optional<Authentication> authentication = Optional.empty();
        Optional<Position> authenticationPosition = Optional.empty();
        Optional<InetAddress> sourceAddress = Optional.empty();

        Draft(ConfigurationDraft configuration) {
            version = configuration.global.vrrp.version;
        }

        WireBlock finish(Problems problems) {
            checkInterval(problems);
            checkAuthentication(problems);
            return new WireBlock(version, advertInterval, authentication, sourceAddress);
        }

        private void checkInterval(Problems problems) {
            advertIntervalPosition.ifPresent(at -> {
                if (version == 2 && advertInterval.toNanos() % SECOND_NANOS != 0) {
                    problems.error(
                            at, "advert_int must be whole seconds in VRRP version 2; add version 3 for fractions");
                }
                if (version == 3 && advertInterval.compareTo(LONGEST_VERSION_3) > 0) {
                    problems.error(at, "advert_int must be at most 40.95 seconds in VRRP version 3; use a shorter one");
                }
                if (version == 3 && advertInterval.toNanos() % HUNDREDTH_NANOS != 0) {
                    problems.error(at, "advert_int must be whole hundredths of a second; round it");
                }
            });
        }

        private void checkAuthentication(Problems problems) {
            authenticationPosition.ifPresent(at -> {
                if (version == 3) {
                    problems.error(at, "VRRP version 3 has no authentication; remove this block, or write version 2");
                }
            });
        }
    }

    private static void advertInterval(Arguments arguments, Draft draft) {
        draft.advertIntervalPosition = Optional.of(arguments.statement().position());
        arguments
                .seconds(Duration.ofMillis(10), Duration.ofSeconds(255))
                .ifPresent(value -> draft.advertInterval = value);
    }

    private static void authentication(Arguments arguments, Draft draft) {
        AuthenticationDraft authentication = new AuthenticationDraft();
        AUTHENTICATION.read(arguments.block(), authentication, arguments.problems());
        if (!authentication.typeGiven) {
            arguments.error("authentication needs auth_type; write auth_type PASS");
        }
        if (authentication.password.isEmpty()) {
            arguments.error("authentication needs auth_pass; write auth_pass and up to 8 characters");
        }
        draft.authenticationPosition = Optional.of(arguments.statement().position());
        draft.authentication = authentication.password.map(Authentication::new);
    }

    private static void authenticationType(Arguments arguments, AuthenticationDraft draft) {
        draft.typeGiven = true;
        arguments.word("PASS").ifPresent(type -> {
            if (!type.equalsIgnoreCase("PASS")) {
                arguments.error("auth_type must be PASS: auth_type " + type + "; AH is not supported, write PASS");
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
