package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ProxyJump} of ssh_config(5), as the ProxyCommand that ssh(1) makes of it. */
final class ProxyJump {
    private static final Pattern HOP = Pattern.compile(
            "(?:ssh://)?(?:([A-Za-z0-9._][A-Za-z0-9._+-]*)@)?(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._][A-Za-z0-9._-]*)(?::([0-9]{1,5}))?/?");

    private ProxyJump() {}

    /**
     * The command; empty when it is not what ssh(1) takes.
     *
     * @param written {@code [user@]host[:port]}, several with commas between them: through the first to the last
     * @param configFile what {@code -F} names, which counts for the jump hosts too
     */
    static Optional<String> command(String written, Optional<String> configFile) {
        List<String> hops = List.of(written.split(",", -1));
        if (!hops.stream().allMatch(hop -> HOP.matcher(hop).matches())) {
            return Optional.empty();
        }
        Matcher last = HOP.matcher(hops.get(hops.size() - 1));
        if (!last.matches()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of("ssh"));
        if (last.group(1) != null) {
            words.addAll(List.of("-l", last.group(1)));
        }
        if (last.group(3) != null) {
            words.addAll(List.of("-p", last.group(3)));
        }
        if (hops.size() > 1) {
            words.addAll(List.of("-J", String.join(",", hops.subList(0, hops.size() - 1))));
        }
        configFile.ifPresent(file -> words.addAll(List.of("-F", quoted(file))));
        words.addAll(List.of("-W", "'[%h]:%p'", last.group(2).replaceAll("[\\[\\]]", "")));
        return Optional.of(String.join(" ", words));
    }

    /** For sh, and with no token in it. */
    private static String quoted(String file) {
        String literal = file.replace("%", "%%");
        return literal.matches("[A-Za-z0-9._/+%-]+") ? literal : "'" + literal.replace("'", "'\\''") + "'";
    }
}
