package org.aloft.topology.file;

import java.util.List;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.problem.BadValue;

/** The keys that say who may do what with a file or a directory. */
final class Access {
    static final Key<String> OWNER = Key.named("owner", NameRule.ACCOUNT, "Name a user of the host: www-data.")
            .otherwise("root")
            .help("The user whom it belongs to.");
    static final Key<String> GROUP = Key.named("group", NameRule.ACCOUNT, "Name a group of the host: www-data.")
            .otherwise("root")
            .help("The group that it belongs to.");

    private Access() {}

    /** Permission bits, with what holds where they are left out. */
    static Key<Integer> mode(String otherwise) {
        return Key.text("mode", Access::bits, "Write mode: \"" + otherwise + "\".")
                .otherwise(otherwise)
                .withShape(new Shape.Either(List.of(new Shape.Pattern("^(0o?)?[0-7]{3,4}$"), new Shape.Whole(0, 7777))))
                .help("Octal permission bits.");
    }

    static HostSettings.Owner owner(Block block) {
        return new HostSettings.Owner(block.orFallback(OWNER), block.orFallback(GROUP));
    }

    private static int bits(String text) {
        if (!text.matches("(0o?)?[0-7]{3,4}")) {
            throw new BadValue("bad-value", "mode must be three or four octal digits: " + text);
        }
        return Integer.parseInt(text.replace("o", ""), 8);
    }
}
