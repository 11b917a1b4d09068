package org.aloft.agent.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Keywords of {@code vrrp_instance}. */
final class VrrpInstanceLanguage {
    private static final Vocabulary<VrrpInstanceDraft> VOCABULARY = new Vocabulary<VrrpInstanceDraft>("vrrp_instance")
            .word("state", (arguments, draft) -> arguments
                    .oneOf(Choices.words("MASTER", "BACKUP"), text -> text.toUpperCase(Locale.ROOT))
                    .ifPresent(value -> draft.startsActive = value.equals("MASTER")))
            .word("interface", (arguments, draft) -> arguments
                    .word("the name of a network interface")
                    .ifPresent(value -> draft.networkInterface = Optional.of(value)))
            .word("virtual_router_id", (arguments, draft) -> draft.virtualRouterId = arguments.integer(1, 255))
            .word(
                    "priority",
                    (arguments, draft) -> arguments.integer(1, 255).ifPresent(value -> draft.priority = value))
            .word("advert_int", VrrpInstanceLanguage::advertInterval)
            .word("version", (arguments, draft) -> arguments.integer(2, 3).ifPresent(value -> draft.version = value))
            .block("authentication", VrrpInstanceLanguage::authentication)
            .block("virtual_ipaddress", (arguments, draft) -> arguments
                    .block()
                    .forEach(line -> VirtualAddressLanguage.read(line, arguments.problems(), draft)))
            .word("nopreempt", (arguments, draft) -> draft.preempt = false)
            .word("preempt", (arguments, draft) -> draft.preempt = true)
            .word("preempt_delay", (arguments, draft) -> arguments
                    .seconds(Duration.ZERO, Duration.ofSeconds(1000))
                    .ifPresent(value -> draft.preemptDelay = value))
            .word("garp_master_delay", (arguments, draft) -> arguments
                    .seconds(Duration.ZERO, GratuitousArpLanguage.LONGEST)
                    .ifPresent(value -> draft.gratuitousArp = draft.gratuitousArp.withDelay(value)))
            .word("garp_master_repeat", (arguments, draft) -> arguments
                    .integer(1, GratuitousArpLanguage.MOST)
                    .ifPresent(value -> draft.gratuitousArp = draft.gratuitousArp.withRepeat(value)))
            .word("garp_master_refresh", (arguments, draft) -> arguments
                    .seconds(Duration.ZERO, GratuitousArpLanguage.LONGEST)
                    .ifPresent(value -> draft.gratuitousArp = draft.gratuitousArp.withRefresh(value)))
            .word("garp_master_refresh_repeat", (arguments, draft) -> arguments
                    .integer(1, GratuitousArpLanguage.MOST)
                    .ifPresent(value -> draft.gratuitousArp = draft.gratuitousArp.withRefreshRepeat(value)))
            .word("mcast_src_ip", (arguments, draft) -> draft.sourceAddress = arguments.ipv4());

    private static final Vocabulary<AuthenticationDraft> AUTHENTICATION = new Vocabulary<AuthenticationDraft>(
                    "authentication")
            .word("auth_type", VrrpInstanceLanguage::authenticationType)
            .word("auth_pass", (arguments, draft) -> draft.password = password(arguments));

    private VrrpInstanceLanguage() {}

    private static final class AuthenticationDraft {
        boolean typeGiven;
        Optional<String> password = Optional.empty();
    }

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<String> name = arguments.word("a name");
        VrrpInstanceDraft draft = new VrrpInstanceDraft(configuration);
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        Position position = arguments.statement().position();
        name.flatMap(given -> draft.finish(given, position, arguments.problems()))
                .ifPresent(block -> configuration.add(block, position));
    }

    private static void advertInterval(Arguments arguments, VrrpInstanceDraft draft) {
        draft.advertIntervalPosition = Optional.of(arguments.statement().position());
        arguments
                .seconds(Duration.ofMillis(10), Duration.ofSeconds(255))
                .ifPresent(value -> draft.advertInterval = value);
    }

    private static void authentication(Arguments arguments, VrrpInstanceDraft draft) {
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
