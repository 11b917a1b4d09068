package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.aloft.topology.model.InventoryNames;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.aloft.topology.sshconfig.SshConfigReader;
import org.aloft.topology.vault.Vault;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever somebody wrote: it is read, or a {@link TopologyException} says what is wrong with it. Never anything else,
 * never no end. {@code -Daloft.fuzz.seconds=600} looks longer, {@code -Daloft.fuzz.seed=…} repeats a failure.
 */
class ReaderFuzzTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    /** Every build reads the same texts; for so many seconds others are read when asked to. */
    private static final int TEXTS = 2_000;

    private static final int SECONDS = Integer.getInteger("aloft.fuzz.seconds", 0);
    private static final long SEED = Long.getLong("aloft.fuzz.seed", SECONDS > 0 ? System.nanoTime() : 7);

    /** Far beyond what one text takes: only what has no end gets there. */
    private static final long MOST_SECONDS_FOR_ONE = 30;

    private static final int LONGEST = 20_000;

    private static final List<String> TOKENS = List.of(
            "\n",
            " ",
            "\t",
            "\r",
            "\0",
            "\u00e9",
            "\uFEFF",
            "\u202e",
            "\ud800",
            "#",
            ";",
            "!",
            "*",
            "?",
            "~",
            "@",
            "&",
            "%",
            "%h",
            "%%",
            "%q",
            "${HOME}",
            "$(id)",
            "\\",
            "'",
            "\"",
            "[",
            "]",
            "[0:2]",
            "[1:99999]",
            "[a:z]",
            "{",
            "}",
            "{{",
            "}}",
            "{{ a }}",
            "{{ ansible_host }}",
            "{%",
            "{#",
            "lookup('env', 'HOME')",
            ":",
            "=",
            ",",
            "-",
            "--",
            "---\n",
            "...\n",
            "- ",
            "? ",
            "|\n",
            ">-\n",
            "&a ",
            "*a",
            "<<: *a",
            "!vault |\n",
            "!unsafe ",
            "!!binary ",
            "!!set ",
            "$ANSIBLE_VAULT;1.1;AES256\n",
            "0644",
            "1_000",
            "99999999999999999999",
            "-0x1",
            "1e999",
            "true",
            "None",
            "[all:vars]\n",
            "[x:children]\n",
            "ansible_host=",
            "ansible_port=",
            "ansible_connection=local",
            "ansible_become_method=su",
            "ansible_ssh_common_args=",
            "ansible_ssh_private_key_file=",
            "ansible_group_priority=",
            "-o ProxyCommand=",
            "-J a@b:1,c",
            "-F none",
            "-i ",
            "Host ",
            "Host *\n",
            "Match ",
            "Match all\n",
            "Match final all\n",
            "host=",
            "!host ",
            "exec true ",
            "Include ",
            "IdentityFile ",
            "Port ",
            "HostName ",
            "ProxyJump ",
            "IgnoreUnknown *\n",
            "UserKnownHostsFile ",
            "hosts:",
            "children:",
            "vars:",
            "~(a|b)+",
            "(((",
            "(?<",
            "[[:x:]]",
            "2001:db8::1",
            "fe80::1%eth0",
            "a".repeat(300),
            "*a".repeat(50),
            "(".repeat(100),
            "[".repeat(200),
            "{a: ".repeat(100));

    @TempDir
    private Path folder;

    /** What is read, and what its texts are made from. */
    enum Reader {
        INI,
        YAML,
        PATTERN,
        SSH_CONFIG;

        List<String> samples() throws IOException {
            return switch (this) {
                case INI -> texts(".*(ini|hosts)");
                case YAML -> texts(".*[.]ya?ml");
                case PATTERN ->
                    PatternCase.all().stream().map(PatternCase::pattern).toList();
                case SSH_CONFIG -> texts(".*/sshconfig/.*");
            };
        }

        private static List<String> texts(String names) throws IOException {
            try (Stream<Path> files = Files.walk(RESOURCES)) {
                List<String> texts = new ArrayList<>();
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    if (file.toString().matches(names)) {
                        texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
                    }
                }
                return texts;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    @Timeout(3600)
    void shouldEndInWhatWasReadOrInAnExplanation(Reader reader) throws Exception {
        System.out.println("ReaderFuzzTest: " + reader + " -Daloft.fuzz.seed=" + SEED);
        Random random = new Random(SEED);
        List<String> samples = reader.samples();
        assertThat(samples).hasSizeGreaterThan(4);
        InventoryNames names = PatternCase.inventory().names();
        int explained = 0;
        int texts = 0;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        for (; SECONDS > 0 ? System.nanoTime() < until : texts < TEXTS; texts++) {
            String text = mutated(samples, random);
            explained += ends(reader, text, names) ? 0 : 1;
        }
        assertThat(texts).isGreaterThan(10);
        assertThat(explained).as("of %d texts", texts).isBetween(1, texts - 1);
    }

    /** Whether it was read; on a thread that can be given up, and with the text beside whatever else comes out. */
    private boolean ends(Reader reader, String text, InventoryNames names) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                read(reader, text, names);
            } catch (Throwable any) {
                thrown.set(any);
            }
        });
        thread.setDaemon(true);
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS_FOR_ONE));
        if (thread.isAlive()) {
            throw failure(reader, text, "it does not end: " + Arrays.toString(thread.getStackTrace()), null);
        }
        if (thrown.get() != null && !(thrown.get() instanceof TopologyException)) {
            throw failure(reader, text, thrown.get().toString(), thrown.get());
        }
        return thrown.get() == null;
    }

    private static AssertionError failure(Reader reader, String text, String what, Throwable cause) {
        return new AssertionError(reader + ", -Daloft.fuzz.seed=" + SEED + ": " + what + "\n" + text, cause);
    }

    private void read(Reader reader, String text, InventoryNames names) throws Exception {
        switch (reader) {
            case INI -> readInventory(Files.writeString(folder.resolve("hosts.ini"), encodable(text)));
            case YAML -> readInventory(Files.writeString(folder.resolve("hosts.yml"), encodable(text)));
            case PATTERN -> new HostPatterns(names).hostsOf(text);
            case SSH_CONFIG -> {
                Path config = Files.writeString(folder.resolve("config"), encodable(text));
                Path hosts = Files.writeString(folder.resolve("hosts.ini"), """
                        web1 ansible_ssh_common_args="-F '%1$s'"
                        alias ansible_host=192.0.2.1 ansible_user=ops ansible_ssh_common_args="-F '%1$s'"
                        """.formatted(config));
                readInventory(hosts);
            }
        }
    }

    private static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private void readInventory(Path file) throws TopologyException {
        Problems problems = new Problems();
        Inventory inventory = new InventoryReader(problems, Vault.closed())
                .read(
                        List.of(new Located<>(file, Position.wholeFile(file), "")),
                        Optional.empty(),
                        Map.of(),
                        List.of());
        Set<String> some = new LinkedHashSet<>();
        inventory.hostNames().stream().limit(10).forEach(some::add);
        new HostReader(inventory, new SshConfigReader(SshConfigFiles.none(folder, "me")), problems).read(some);
        problems.throwIfAny();
    }

    /** A sample with a few things done to it; some samples stay as they are. */
    private static String mutated(List<String> samples, Random random) {
        StringBuilder text = new StringBuilder(samples.get(random.nextInt(samples.size())));
        int times = random.nextInt(6);
        for (int time = 0; time < times; time++) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(random.nextBoolean() ? 4 : 200));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, TOKENS.get(random.nextInt(TOKENS.size())));
                case 2 -> text.insert(from, text.substring(from, to).repeat(1 + random.nextInt(20)));
                case 3 -> text.replace(from, to, TOKENS.get(random.nextInt(TOKENS.size())));
                default -> {
                    String other = samples.get(random.nextInt(samples.size()));
                    int start = random.nextInt(other.length() + 1);
                    text.insert(from, other, start, Math.min(other.length(), start + random.nextInt(300)));
                }
            }
            text.setLength(Math.min(text.length(), LONGEST));
        }
        return text.toString();
    }
}
