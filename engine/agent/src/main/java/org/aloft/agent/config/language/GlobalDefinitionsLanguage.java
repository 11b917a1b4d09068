package org.aloft.agent.config.language;

import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.GlobalDefinitions;
import org.aloft.agent.config.InterfacesBlock;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.config.text.IncludeCheck;
import org.aloft.agent.config.text.Problems;

/** Keywords of {@code global_defs}. */
final class GlobalDefinitionsLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("global_defs")
            .word("router_id", (arguments, draft) -> draft.routerId = arguments.word("a name for this host"))
            .formerly("lvs_id", "router_id")
            .word("default_interface", (arguments, draft) -> arguments
                    .word("the name of a network interface")
                    .ifPresent(value -> draft.defaultInterface = value))
            .word(
                    "dynamic_interfaces",
                    (arguments, draft) -> draft.dynamicInterfaces = arguments.take("allow_if_changes")
                            ? InterfacesBlock.Dynamic.MAY_CHANGE
                            : InterfacesBlock.Dynamic.ALLOWED)
            .word("script_user", (arguments, draft) -> draft.scriptAccount = arguments.account())
            .word("enable_script_security", (arguments, draft) -> draft.scriptSecurity = arguments.flag())
            .word("include_check", GlobalDefinitionsLanguage::includeCheck)
            .word("random_seed", (arguments, draft) -> arguments.unsigned())
            .with(() -> VrrpDefaultsLanguage.VOCABULARY, draft -> draft.vrrp)
            .with(() -> FirewallLanguage.VOCABULARY, draft -> draft.firewall)
            .with(() -> SmtpLanguage.VOCABULARY, draft -> draft.smtp)
            .with(() -> DeliveryLanguage.VOCABULARY, draft -> draft.delivery)
            .with(() -> FifoLanguage.VOCABULARY, draft -> draft.fifos)
            .with(() -> LvsLanguage.VOCABULARY, draft -> draft.lvs)
            .with(() -> ProcessLanguage.VOCABULARY, draft -> draft.process);

    private GlobalDefinitionsLanguage() {}

    /** Has had its effect while the files were read; here its words are looked at. */
    private static void includeCheck(Arguments arguments, Draft draft) {
        while (arguments.hasMore()) {
            arguments.word("a check").ifPresent(option -> {
                boolean signed = option.startsWith("+") || option.startsWith("-");
                if (IncludeCheck.named(signed ? option.substring(1) : option).isEmpty()) {
                    arguments.error(
                            "include_check must be of readable | match | wildcard_match | brace_match: " + option);
                }
            });
        }
    }

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<String> routerId = Optional.empty();
        String defaultInterface = "eth0";
        InterfacesBlock.Dynamic dynamicInterfaces = InterfacesBlock.Dynamic.REFUSED;
        Optional<AccountName> scriptAccount = Optional.empty();
        boolean scriptSecurity;
        final VrrpDefaultsLanguage.Draft vrrp = new VrrpDefaultsLanguage.Draft();
        final FirewallLanguage.Draft firewall = new FirewallLanguage.Draft();
        final SmtpLanguage.Draft smtp = new SmtpLanguage.Draft();
        final DeliveryLanguage.Draft delivery = new DeliveryLanguage.Draft();
        final FifoLanguage.Draft fifos = new FifoLanguage.Draft();
        final LvsLanguage.Draft lvs = new LvsLanguage.Draft();
        final ProcessLanguage.Draft process = new ProcessLanguage.Draft();

        GlobalDefinitions finish(String hostName, Problems problems) {
            return new GlobalDefinitions(
                    routerId.orElse(hostName),
                    vrrp.finish(),
                    firewall.finish(),
                    smtp.finish(hostName),
                    delivery.finish(problems),
                    new ScriptSecurity(scriptAccount, scriptSecurity),
                    fifos.finish(problems),
                    lvs.finish(),
                    process.finish(),
                    new InterfacesBlock(defaultInterface, dynamicInterfaces));
        }
    }
}
