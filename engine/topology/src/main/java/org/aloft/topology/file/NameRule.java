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
    /** IFA_LABEL: an interface's name, and most often a colon and a number behind it. */
    LABEL(
            "a label",
            "[A-Za-z0-9_][A-Za-z0-9_.:-]{0,14}",
            "1..15 letters, digits, _, -, . and :, not begin with - or :"),
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
    /**
     * A program with its arguments in keepalived.conf, between double quotes; single quotes keep an argument together.
     * What means something there, or in a shell, stays out.
     */
    COMMAND(
            "a command",
            "/(?:[^\\x00-\\x1f\\x7f\"\\\\#!${}~`']|'[^\\x00-\\x1f\\x7f\"\\\\#!${}~`']*')*",
            "a program's absolute path and its arguments, without \" \\ # ! $ ~ ` and braces, single quotes in pairs"),
    /** A path in keepalived.conf, as one word. */
    WORD_PATH(
            "a path",
            "(?!.*//)/[A-Za-z0-9._/+=:,%-]*[A-Za-z0-9._+=:,%-]",
            "absolute, of letters, digits and . _ / + = : , % -"),
    /** The name or path of a program that runs. */
    PROCESS("a process", "[A-Za-z0-9_/][A-Za-z0-9._/+:,=-]*", "letters, digits and . _ / + : , = -"),
    /** useradd(8). */
    USER("a user", "[a-z_][a-z0-9_-]{0,31}", "1..32 small letters, digits, _ and -, not begin with - or a digit"),
    /** RFC 5321 §4.1.2, without quoted parts and what keepalived.conf gives a meaning. */
    MAIL_ADDRESS(
            "a mail address",
            "[A-Za-z0-9._%+=&*-]+@[A-Za-z0-9][A-Za-z0-9.-]*",
            "name@domain, of letters, digits and . _ % + = & * -"),
    /** A name of DNS, or an address. */
    SERVER("a server", "[A-Za-z0-9:][A-Za-z0-9.:-]*", "a name or an address"),
    /** useradd(8) of shadow; no colon, which ends it in passwd(5), and none in front of a group. */
    ACCOUNT(
            "a user's or group's name",
            "[A-Za-z_][A-Za-z0-9_.-]{0,31}",
            "1..32 letters, digits, _, - and ., begin with a letter or _"),
    /** A kernel module, with - or _. */
    MODULE("a kernel module", "[A-Za-z0-9_][A-Za-z0-9_-]{0,63}", "1..64 letters, digits, _ and -, not begin with -"),
    /** A boolean or a type of SELinux's policy. */
    SELINUX(
            "a name of SELinux's policy",
            "[A-Za-z][A-Za-z0-9_.]{0,254}",
            "letters, digits, _ and ., begin with a letter"),
    /** As semanage-port(8) takes them, and ss(8) and firewalls write them. */
    SELINUX_PORT(
            "a port of SELinux's policy",
            "[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?/(tcp|udp|sctp|dccp)",
            "a port or a range of them, a slash and tcp, udp, sctp or dccp, as in 8080/tcp or 8000-8010/tcp"),
    /** A word of haproxy.cfg, without what means something there: blanks, quotes, #, \\, $ and the colon of user:password. */
    PROXY_WORD(
            "a user or password of haproxy",
            "[A-Za-z0-9._@%+=,;^*?&()-]+",
            "letters, digits and . _ @ % + = , ; ^ * ? & ( ) -"),
    /** What an HTTP probe asks for (RFC 3986: a path and a query). */
    HTTP_PATH(
            "an HTTP path",
            "/[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*",
            "one that begins with / and has no blanks or other characters that a URL does not take"),
    /** The Host header (RFC 9110 §7.2), in a form that keepalived.conf takes. */
    HTTP_HOST(
            "a host", "[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?|\\[[0-9a-fA-F:.]+\\](:[0-9]{1,5})?", "a name or an address"),
    /** A name that is said by HELO (RFC 5321 §4.1.1.1). */
    HELO("a HELO name", "[A-Za-z0-9._-]{1,253}|\\[[0-9A-Za-z:.]+\\]", "a host name"),
    /** A name in the DNS (RFC 1035 §2.3.4), or the root. */
    DOMAIN(
            "a domain name",
            "\\.|[A-Za-z0-9_*-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?",
            "labels of 1..63 letters, digits, _ and - with dots between, or a dot"),
    /** A status, or a range of them (RFC 9110 §15). */
    HTTP_STATUS("a status", "[1-9][0-9]{2}(-[1-9][0-9]{2})?", "100..999, or a range such as 200-299"),
    /** What {@code aloft digest} prints. */
    DIGEST("a digest", "[0-9a-fA-F]{32}", "32 hexadecimal digits, as `aloft digest URL` prints them"),
    /** keepalived.conf(5), HEX_STR. */
    HEX("a payload", "[0-9a-fA-F]+( +[0-9a-fA-F]+)*", "hexadecimal digits, blanks between as you like"),
    /** As {@link #HEX}, where {@code x} stands for any digit; and the words for yes and no. */
    HEX_REPLY(
            "a reply",
            "true|yes|on|false|no|off|[0-9a-fA-FxX]+( +[0-9a-fA-FxX]+)*",
            "true, or hexadecimal digits and x for any, blanks between as you like");

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
        return this == SYSCTL_VALUE || this == FILE || this == COMMAND || this == SELINUX_PORT
                ? "Write it by that rule."
                : "Choose another name.";
    }
}
