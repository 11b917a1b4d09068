package org.aloft.topology.file;

import java.util.regex.Pattern;
import org.aloft.topology.problem.BadValue;

/**
 * What a name may look like, by the rules of whoever takes it in the end. These names stand in shell scripts, unit
 * files and keepalived.conf, so nothing that means something there gets through.
 */
enum NameRule {
    /** The kernel's rule (dev_valid_name), and no character that keepalived.conf gives a meaning. */
    INTERFACE(
            "an interface name",
            "(?!\\.{1,2}$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}",
            "1..15 letters, digits, _, - and ., not begin with -"),
    /** A name in keepalived.conf, where blanks, quotes, braces, # and ! end a word. */
    INSTANCE(
            "an instance name",
            "[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}",
            "1..32 letters, digits, _, - and ., not begin with -"),
    /** A virtual service's name. */
    SERVICE(
            "a service name",
            "[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}",
            "1..63 letters, digits, _, - and ., not begin with -"),
    /** Debian policy §5.6.7 and RPM; an architecture may follow. */
    PACKAGE(
            "a package name",
            "[A-Za-z0-9][A-Za-z0-9+._-]*(:[a-z0-9]+)?",
            "letters, digits, +, -, . and _, begin with a letter or digit"),
    /** systemd.unit(5). */
    UNIT(
            "a unit name",
            "[A-Za-z0-9_][A-Za-z0-9:_.@\\\\-]{0,254}",
            "letters, digits, :, _, ., @, \\ and -, not begin with -"),
    /** sysctl.d(5). */
    SYSCTL("a sysctl", "[a-zA-Z0-9_][a-zA-Z0-9._/-]*", "letters, digits, ., _, / and -, not begin with -"),
    /** What a sysctl is set to: one line. */
    SYSCTL_VALUE(
            "a sysctl's value",
            "[A-Za-z0-9][A-Za-z0-9 \\t._:/,+-]*|[-+][0-9]+",
            "one line of letters, digits, blanks and . _ : / , + -"),
    /** Where a file is put. */
    FILE(
            "a file's path",
            "(?!.*/(?:\\.{1,2})?(?:/|$))/[^\\p{Cntrl}]+",
            "absolute, without //, . and .. and control characters, not end with /"),
    /** useradd(8) of shadow; no colon, which ends it in passwd(5), and none in front of a group. */
    ACCOUNT(
            "a user's or group's name",
            "[A-Za-z_][A-Za-z0-9_.-]{0,31}",
            "1..32 letters, digits, _, - and ., begin with a letter or _"),
    /** A kernel module, with - or _. */
    MODULE("a kernel module", "[A-Za-z0-9_][A-Za-z0-9_-]{0,63}", "1..64 letters, digits, _ and -, not begin with -"),
    /** What an HTTP probe asks for (RFC 3986: a path and a query). */
    HTTP_PATH(
            "an HTTP path",
            "/[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*",
            "one that begins with / and has no blanks or other characters that a URL does not take");

    private final String what;
    private final Pattern pattern;
    private final String rule;

    NameRule(String what, String pattern, String rule) {
        this.what = what;
        this.pattern = Pattern.compile(pattern);
        this.rule = rule;
    }

    /** The rule as a pattern for the whole name. */
    String regex() {
        return "^(?:" + pattern.pattern() + ")$";
    }

    boolean allows(String name) {
        return pattern.matcher(name).matches();
    }

    /** Gives the name back if it keeps the rule. */
    String check(String name) {
        if (!allows(name)) {
            throw new BadValue("bad-name", what + " must be " + rule + ": " + name);
        }
        return name;
    }

    /** The fix that goes with a refusal. */
    String fix() {
        return this == SYSCTL_VALUE || this == FILE ? "Write it by that rule." : "Choose another name.";
    }
}
