package org.aloft.topology.file;

import java.util.Optional;
import org.aloft.topology.problem.Located;

/**
 * {@code global: {script_user: root, strict: true}}: what holds for every instance.
 *
 * @param strict where it says that instances keep to the letter of the RFCs
 */
record GlobalBlock(Optional<String> scriptUser, Optional<Located<Boolean>> strict) {
    private static final Key<String> SCRIPT_USER = Key.named("script_user", NameRule.USER, "Write root.")
            .help("As whom programs run that name no user; root unless said.");
    private static final Key<Boolean> STRICT = Key.truth("strict")
            .otherwise("false")
            .help(
                    "Whether instances keep to the letter of the RFCs: no unicast, no password, no VIP that answers unless"
                            + " the instance says `accept: true`.");
    private static final Keys GLOBAL_KEYS = Keys.of(SCRIPT_USER, STRICT);

    static final Key<Void> GLOBAL = Key.structure("global", new Shape.Map(GLOBAL_KEYS), "global: {script_user: root}")
            .help("What holds for every instance.");

    static GlobalBlock read(Block top) {
        return top.block(GLOBAL)
                .map(block -> {
                    block.check(GLOBAL_KEYS);
                    return new GlobalBlock(
                            block.read(SCRIPT_USER).map(Located::value),
                            block.read(STRICT).filter(Located::value));
                })
                .orElseGet(() -> new GlobalBlock(Optional.empty(), Optional.empty()));
    }
}
