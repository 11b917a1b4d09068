package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.List;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.problem.Located;

/**
 * One entry of {@code users}.
 *
 * <pre>{@code
 * app: {system: true, shell: /usr/sbin/nologin, home: /srv/app, groups: [adm]}
 * }</pre>
 */
final class UserBlock {
    private static final String WRITE_A_PATH = "Write an absolute path: /usr/sbin/nologin.";
    private static final Key<Boolean> SYSTEM =
            Key.truth("system").otherwise("false").help("Whether a new account gets a number of the system's range.");
    private static final Key<String> SHELL = Key.named("shell", NameRule.FILE, WRITE_A_PATH)
            .withShape(new Shape.Pattern(Key.PATH_PATTERN))
            .help("Log-in shell; the host's own choice unless said.");
    private static final Key<String> HOME = Key.named("home", NameRule.FILE, WRITE_A_PATH)
            .withShape(new Shape.Pattern(Key.PATH_PATTERN))
            .help("Home directory, which `directories` can make; the host's own choice unless said.");
    private static final Key<Void> GROUPS = Key.structure(
                    "groups", new Shape.Many(new Shape.Pattern(NameRule.ACCOUNT.regex())))
            .help("Further groups, which must be there; it may be in others as well.");

    static final Keys KEYS = Keys.of(SYSTEM, SHELL, HOME, GROUPS);

    private UserBlock() {}

    static HostSettings.User read(Block block) {
        block.check(KEYS);
        List<String> groups = new ArrayList<>();
        for (Located<String> name : block.texts("groups")) {
            if (NameRules.check(name, NameRule.ACCOUNT, block.problems()) && !groups.contains(name.value())) {
                groups.add(name.value());
            }
        }
        return new HostSettings.User(
                block.orFallback(SYSTEM),
                block.read(SHELL).map(Located::value),
                block.read(HOME).map(Located::value),
                groups);
    }
}
