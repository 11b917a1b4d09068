package org.aloft.agent.config.difference;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records of the configuration as the file would say them. A record that has no {@code toString} of its own is a block
 * or a group of lines, its components named as their keywords; any other is a value.
 */
final class RecordWords {
    private static final int MICROSECONDS = 6;

    /** Reflection makes its answer anew each time, and a file may have thousands of blocks of a kind. */
    private static final ClassValue<List<Component>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
            return Stream.of(type.getRecordComponents()).map(Component::of).toList();
        }
    };

    private static final Map<Class<?>, Boolean> BLOCKS = new ConcurrentHashMap<>();
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return snakeCase(type.getSimpleName().replaceFirst("Block$", ""));
        }
    };

    private RecordWords() {}

    /** One component of a record and what it holds. */
    record Part(String word, Object value) {
        /** The same with its value as others may see it. */
        Part said() {
            return new Part(word, Unsaid.cover(word, value));
        }
    }

    private record Component(String word, Method accessor) {
        static Component of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Component(snakeCase(component.getName()), accessor);
        }

        Object of(Object record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException impossible) {
                throw new IllegalStateException("a record's own accessor only returns what it holds", impossible);
            }
        }
    }

    static boolean isBlock(Object value) {
        return value instanceof Record
                && BLOCKS.computeIfAbsent(
                        value.getClass(), type -> value.toString().startsWith(type.getSimpleName() + "["));
    }

    /** {@code advertInterval} becomes {@code advert_interval}. */
    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** {@code VrrpInstanceBlock} becomes {@code vrrp_instance}. */
    static String blockName(Object block) {
        return NAMES.get(block.getClass());
    }

    /** A block's name and, if it has one, what tells it from others of its kind: {@code vrrp_instance VI_1}. */
    static String identity(Object block) {
        List<Part> parts = saidParts(block);
        Object first = parts.get(0).value();
        boolean named = !(isBlock(first) || first instanceof Optional || first instanceof Collection);
        String protocol = parts.stream()
                .filter(part -> part.word().equals("protocol"))
                .map(part -> " " + text(part.value()))
                .findFirst()
                .orElse("");
        return blockName(block) + (named ? " " + text(first) + protocol : "");
    }

    /** The values as they are: for those who look for something, not for those who tell of it. */
    static List<Part> parts(Object record) {
        return COMPONENTS.get(record.getClass()).stream()
                .map(component -> new Part(component.word(), component.of(record)))
                .toList();
    }

    /** What may be told: values that may hold a token or a password are covered, see {@link Unsaid}. */
    static List<Part> saidParts(Object record) {
        return parts(record).stream().map(Part::said).toList();
    }

    /** As a user would write it. */
    static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(RecordWords::text).orElse("none");
        }
        if (value instanceof Duration time) {
            return seconds(time) + " s";
        }
        if (value instanceof InetAddress address) {
            return address.getHostAddress();
        }
        if (value instanceof InetSocketAddress endpoint) {
            return endpoint.getAddress().getHostAddress() + " " + endpoint.getPort();
        }
        if (value instanceof Boolean flag) {
            return flag ? "on" : "off";
        }
        if (value instanceof Collection<?> several) {
            return several.isEmpty()
                    ? "none"
                    : several.stream().map(RecordWords::text).collect(Collectors.joining(", "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + " " + text(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
        return isBlock(value)
                ? saidParts(value).stream()
                        .map(part -> part.word() + " " + text(part.value()))
                        .collect(Collectors.joining(", "))
                : String.valueOf(value);
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 9)
                .setScale(MICROSECONDS, RoundingMode.DOWN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
