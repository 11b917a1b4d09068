package org.aloft.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bytes as keepalived.conf(5) writes them for {@code UDP_CHECK}: pairs of hexadecimal digits, where a space ends a byte
 * that has one digit alone, and {@code x} stands for four bits of which the value does not count.
 *
 * <pre>
 * Ab12f 3 456 546443123   is   AB 12 0F 03 45 06 54 64 43 12 03
 * </pre>
 *
 * @param bytes 0..255 each; 0 where the value does not count
 * @param masks 0..255 for each byte: the bits that count
 */
public record HexBytes(List<Integer> bytes, List<Integer> masks) {
    /** Takes copies. */
    public HexBytes {
        bytes = List.copyOf(bytes);
        masks = List.copyOf(masks);
    }

    /**
     * Reads the text.
     *
     * @param wildcards whether {@code x} may stand in it
     * @return empty if there is anything else in the text, or nothing
     */
    public static Optional<HexBytes> parse(String text, boolean wildcards) {
        List<Integer> bytes = new ArrayList<>();
        List<Integer> masks = new ArrayList<>();
        for (String run : text.strip().split("\\s+", -1)) {
            if (!run.matches(wildcards ? "[0-9A-Fa-fXx]+" : "[0-9A-Fa-f]+")) {
                return Optional.empty();
            }
            for (int index = 0; index < run.length(); index += 2) {
                String digits = run.substring(index, Math.min(run.length(), index + 2));
                bytes.add(Integer.parseInt(digits.replaceAll("[Xx]", "0"), 16));
                masks.add(mask(digits));
            }
        }
        return Optional.of(new HexBytes(bytes, masks));
    }

    private static int mask(String digits) {
        String mask = digits.replaceAll("[0-9A-Fa-f]", "f").replaceAll("[Xx]", "0");
        return Integer.parseInt(digits.length() == 1 ? "f" + mask : mask, 16);
    }

    /** As they go over the wire. */
    public byte[] toArray() {
        byte[] array = new byte[bytes.size()];
        for (int index = 0; index < array.length; index++) {
            array[index] = bytes.get(index).byteValue();
        }
        return array;
    }

    /** Whether the data begins so, as far as both go. */
    public boolean matchesBeginningOf(byte[] data) {
        for (int index = 0; index < Math.min(data.length, bytes.size()); index++) {
            if ((data[index] & masks.get(index)) != (bytes.get(index) & masks.get(index))) {
                return false;
            }
        }
        return true;
    }
}
