package org.aloft.plan.shell;

import java.util.List;

/** Values that break a script where quoting is wrong. */
public final class HostileValues {
    private HostileValues() {}

    /** All of them. */
    public static List<String> all() {
        return List.of(
                "",
                "plain",
                "it's",
                "''",
                "\"double\"",
                "$(touch /tmp/never)",
                "`touch /tmp/never`",
                "${HOME}",
                "-n",
                "--",
                "%s%n%d",
                "back\\slash\\n",
                "two\nlines\n",
                "tab\tand ; | & < > * ? [a] ~ # !",
                "grüße 日本",
                "\r\n",
                "EOF");
    }
}
