package org.aloft.cli.keepalived;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values of keepalived.conf as topology.yml writes them; empty where they cannot be understood, so that nothing is guessed. */
final class Words {
    private static final int MILLISECONDS = 3;

    private Words() {}

    static Optional<Integer> number(String text) {
        return text.matches("-?[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** Seconds, with a fraction or without, as {@code 3s} or {@code 250ms}. */
    static Optional<String> duration(String seconds) {
        if (!seconds.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
            return Optional.empty();
        }
        BigDecimal milliseconds =
                new BigDecimal(seconds).movePointRight(MILLISECONDS).stripTrailingZeros();
        if (milliseconds.scale() > 0) {
            return Optional.empty();
        }
        long number = milliseconds.longValueExact();
        return Optional.of(number % 1000 == 0 ? number / 1000 + "s" : number + "ms");
    }

    /** {@code true} unless the word behind it says no. */
    static Optional<Boolean> truth(Statement statement) {
        if (statement.isBare()) {
            return Optional.of(true);
        }
        return statement.word().flatMap(word -> switch (word) {
            case "on", "true", "yes" -> Optional.of(true);
            case "off", "false", "no" -> Optional.of(false);
            default -> Optional.<Boolean>empty();
        });
    }

    /** {@code dev eth1 table 100} as a map; empty unless each word is one of these, each once, with a value. */
    static Optional<Map<String, String>> pairs(List<String> words, Set<String> known) {
        if (words.size() % 2 != 0) {
            return Optional.empty();
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            if (!known.contains(words.get(i)) || pairs.put(words.get(i), words.get(i + 1)) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(pairs);
    }
}
