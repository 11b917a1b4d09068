package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the bytes are: a configuration, or an exception that says what is wrong with them. Never anything else,
 * never no end.
 */
class ConfigurationFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(5);

    /** As little as aloftd's threads have in the bundle. */
    private static final int STACK_BYTES = 256 * 1024;

    private static final Surroundings HOST = new Surroundings("lvs1.example", "lvs1");

    private static final String EXAMPLE = """
            $IF=eth0
            $VIPS= \\
                192.0.2.10/24 dev ${IF} label ${IF}:1 \\
                @lvs1 192.0.2.11 \\
                ~SEQ(N, 12, 15) 192.0.2.${N}
            global_defs {
                router_id "a \\x41 b"   # comment
                notification_email {
                    a@example.com
                }
                lvs_sync_daemon eth1 VI_1 id 7 port 8849
                vrrp_garp_extra_if all 100
                vrrp_mcast_group6 ff02::12
                random_seed 7
                include_check +match
            }
            vrrp_instance VI_1 {
                state BACKUP
                interface $IF
                virtual_router_id ${_RANDOM 1 255}
                priority 100
                advert_int 1
                authentication {
                    auth_type PASS
                    auth_pass abc123
                }
                virtual_ipaddress {
                    $VIPS
                }
                notify "/bin/tell 'a b'" nobody nogroup
                nopreempt
            }
            $SERVER= \\
            virtual_server 192.0.2.10 8${A} { \\
                protocol TCP \\
                real_server 192.0.2.${B} 80 { weight ${A} } \\
            }
            ~LST({A, B}, {1, 2}, {3, 4}) $SERVER
            include none-*.conf
            """;

    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "{ {",
            "\"",
            "'",
            "\\",
            "\n",
            " ",
            "#",
            "!",
            "@",
            "@^",
            "$",
            "${",
            "$A=",
            "$A",
            "${A}",
            "$A= \\\n",
            "~SEQ(",
            "~SEQ(A, 1, 9)",
            "~SEQx(A, 0, 0x10, 0xfff)",
            "~LST(A, {, })",
            ")",
            "include",
            "include .",
            "-1",
            "0",
            "255",
            "99999999999999999999",
            "1.5",
            "::",
            "192.0.2.1",
            "2001:db8::/32",
            "vrrp_instance",
            "VI_1",
            "global_defs",
            "interface",
            "priority",
            "virtual_ipaddress",
            "virtual_server",
            "real_server",
            "TCP_CHECK",
            "weight",
            "notify",
            "\0",
            "\u00e9",
            "\uFEFF",
            "\\x",
            "\\c");

    @TempDir
    Path folder;

    @Test
    void shouldStartFromAFileThatIsFine() throws ConfigurationException {
        Configuration configuration = ConfigurationReader.parse(
                folder.resolve("fuzz.conf").toString(), EXAMPLE.getBytes(StandardCharsets.UTF_8), HOST);
        assertThat(configuration.virtualServers()).hasSize(2);
    }

    @Test
    @Timeout(120) // far beyond the time it takes: only a hang gets there
    void shouldEndInAConfigurationOrInAnExplanation() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("ConfigurationFuzzTest: seed " + seed);
        Random random = new Random(seed);
        AtomicReference<Throwable> crash = new AtomicReference<>();
        AtomicReference<byte[]> last = new AtomicReference<>(new byte[0]);
        int[] counts = new int[2];
        Thread reader = new Thread(
                null,
                () -> {
                    long end = System.nanoTime() + TIME.toNanos();
                    try {
                        while (System.nanoTime() - end < 0) {
                            last.set(next(random));
                            counts[read(last.get()) ? 0 : 1]++;
                        }
                    } catch (Throwable failure) {
                        crash.set(failure);
                    }
                },
                "fuzz",
                STACK_BYTES);
        reader.start();
        reader.join();
        assertThat(crash.get())
                .as("seed %d, after %d files, with this one:%n%s", seed, counts[0] + counts[1], text(last.get()))
                .isNull();
        System.out.println("ConfigurationFuzzTest: " + counts[0] + " accepted, " + counts[1] + " refused");
        assertThat(counts[0] + counts[1]).as("files that were read").isPositive();
    }

    private static String text(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return text.length() > 2000 ? text.substring(0, 2000) + "…" : text;
    }

    private boolean read(byte[] content) {
        try {
            ConfigurationReader.parse(folder.resolve("fuzz.conf").toString(), content, HOST);
            return true;
        } catch (ConfigurationException refused) {
            assertThat(refused.problems()).isNotEmpty();
            assertThat(refused.problems()).hasSizeLessThanOrEqualTo(1001);
            refused.problems().forEach(problem -> assertThat(problem.message()).hasSizeLessThan(700));
            return false;
        }
    }

    private static byte[] next(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> tokens(random, 200).getBytes(StandardCharsets.UTF_8);
            case 1 -> "a { ".repeat(random.nextInt(2000)).getBytes(StandardCharsets.UTF_8);
            case 2 -> ("priority " + "x".repeat(random.nextInt(100_000)) + "\n").getBytes(StandardCharsets.UTF_8);
            case 3 ->
                ("$A=" + "${A}".repeat(random.nextInt(3)) + tokens(random, 5) + "\n$B=${A}${A}\n${B}${B}\n" + EXAMPLE)
                        .getBytes(StandardCharsets.UTF_8);
            case 4 -> bytes(random);
            case 5 -> shuffled(random).getBytes(StandardCharsets.UTF_8);
            case 6 -> inserted(random).getBytes(StandardCharsets.UTF_8);
            default -> flipped(random);
        };
    }

    private static String tokens(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(most);
        for (int index = 0; index < count; index++) {
            text.append(TOKENS.get(random.nextInt(TOKENS.size()))).append(random.nextInt(3) == 0 ? "\n" : " ");
        }
        return text.toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Lines left out, doubled, and in another order. */
    private static String shuffled(Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(EXAMPLE.split("\n")));
        for (int change = random.nextInt(4); change > 0; change--) {
            int line = random.nextInt(lines.size());
            switch (random.nextInt(3)) {
                case 0 -> lines.remove(line);
                case 1 -> lines.add(random.nextInt(lines.size()), lines.get(line));
                default -> lines.add(random.nextInt(lines.size()), lines.remove(line));
            }
        }
        return String.join("\n", lines);
    }

    private static String inserted(Random random) {
        int at = random.nextInt(EXAMPLE.length());
        return EXAMPLE.substring(0, at) + tokens(random, 6) + EXAMPLE.substring(at);
    }

    private static byte[] flipped(Random random) {
        byte[] bytes = EXAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int change = random.nextInt(5); change >= 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
