package org.aloft.topology.inventory;

import java.util.regex.Pattern;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** What may stand where a host is named or addressed: it goes into shell scripts and unit files. */
final class AddressRule {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._-]{0,252}");

    /** An address that is one only together with an interface. */
    private static final Pattern LINK_LOCAL = Pattern.compile("(?i)fe[89ab][0-9a-f]:[0-9a-f:]*%[a-z0-9._-]{1,15}");

    private AddressRule() {}

    /** Whether nothing in it means something to a shell. */
    static boolean isNameOrAddress(String text) {
        return NAME.matcher(text).matches() || IpPrefix.address(text).isPresent();
    }

    /** The address without brackets; a problem if it is none. */
    static String sound(Located<String> address, Problems problems) {
        String written = address.value();
        boolean bracketed = written.startsWith("[") && written.endsWith("]");
        String text = bracketed ? written.substring(1, written.length() - 1) : written;
        if (LINK_LOCAL.matcher(text).matches()
                && IpPrefix.address(text.split("%", 2)[0]).isPresent()) {
            return text;
        }
        if (!isNameOrAddress(text)) {
            problems.add(
                    address.at(),
                    address.key(),
                    "bad-address",
                    "must be an IP address or a host name: " + text,
                    "Write it without blanks, quotes and a leading dash.");
        }
        return text;
    }
}
