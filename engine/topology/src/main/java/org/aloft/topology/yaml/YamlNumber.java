package org.aloft.topology.yaml;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as Ansible's YAML reader takes them, which is YAML 1.1 in the words of PyYAML: {@code 0644} is octal, {@code
 * 22:22} has base 60, {@code 1e3} is a text.
 */
final class YamlNumber {
    private static final Pattern INTEGER = Pattern.compile(
            "[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*" + "|[1-9][0-9_]*(?::[0-5]?[0-9])+)");
    private static final Pattern DECIMAL =
            Pattern.compile("(?:[-+]?[0-9][0-9_]*\\.[0-9_]*|\\.[0-9][0-9_]*)" + "(?:[eE][-+][0-9]+)?");
    private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7_]*[1-7][0-7_]*");
    private static final BigInteger SIXTY = BigInteger.valueOf(60);

    private YamlNumber() {}

    /** An Integer, Long, Double or Octal, the digits where none holds them; or nothing. */
    static Optional<Object> parse(String written) {
        if (INTEGER.matcher(written).matches()) {
            Object value = PythonNumber.fitting(integer(written.replace("_", "").toLowerCase(Locale.ROOT)));
            return Optional.of(OCTAL.matcher(written).matches() ? new YamlValue.Octal(written, value) : value);
        }
        return DECIMAL.matcher(written).matches()
                ? Optional.of(Double.valueOf(written.replace("_", "")))
                : Optional.empty();
    }

    private static BigInteger integer(String written) {
        boolean negative = written.startsWith("-");
        String digits = negative || written.startsWith("+") ? written.substring(1) : written;
        BigInteger value;
        if (digits.startsWith("0b")) {
            value = new BigInteger("0" + digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            value = new BigInteger("0" + digits.substring(2), 16);
        } else if (digits.startsWith("0")) {
            value = new BigInteger(digits, 8);
        } else {
            value = BigInteger.ZERO;
            for (String place : digits.split(":", -1)) {
                value = value.multiply(SIXTY).add(new BigInteger(place));
            }
        }
        return negative ? value.negate() : value;
    }
}
