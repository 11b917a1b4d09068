package org.aloft.topology.yaml;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as Python writes them, and thus Ansible's inventories: {@code 42}, {@code -0x10}, {@code 1_000}, {@code 1.5}.
 */
public final class PythonNumber {
    private static final Pattern DECIMAL_INTEGER = Pattern.compile("[-+]?(0(_?0)*|[1-9](_?[0-9])*)");
    private static final Pattern BASED_INTEGER = Pattern.compile("[-+]?0[xob][0-9a-f]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+(?=e))(e[-+]?[0-9]+)?");

    private PythonNumber() {}

    /** An Integer, Long or Double, the digits where none holds them; or nothing. */
    public static Optional<Object> parse(String written) {
        String number = written.toLowerCase(Locale.ROOT);
        if (DECIMAL_INTEGER.matcher(number).matches()) {
            return Optional.of(integer(number.replace("_", ""), 10));
        }
        if (BASED_INTEGER.matcher(number).matches()) {
            return basedInteger(number);
        }
        return FLOAT.matcher(number).matches() ? Optional.of(Double.valueOf(number)) : Optional.empty();
    }

    private static Optional<Object> basedInteger(String number) {
        String sign = number.startsWith("-") ? "-" : "";
        String unsigned = number.replaceFirst("^[-+]", "");
        int base = unsigned.charAt(1) == 'x' ? 16 : unsigned.charAt(1) == 'o' ? 8 : 2;
        try {
            return Optional.of(integer(sign + unsigned.substring(2), base));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Object integer(String digits, int base) {
        return fitting(new BigInteger(digits, base));
    }

    /** As an Integer or Long if it fits, else its digits. */
    static Object fitting(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value.toString();
    }
}
