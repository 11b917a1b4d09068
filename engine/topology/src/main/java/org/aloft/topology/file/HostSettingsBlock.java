package org.aloft.topology.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.SysctlKey;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.yaml.HomeFolder;
import org.aloft.topology.yaml.TextFile;
import org.aloft.topology.yaml.YamlValue;

/**
 * One entry of {@code hosts}, read for one host: its variables fill in {@code {{ … }}}.
 *
 * <pre>{@code
 * web:
 *   packages: [nginx-light]
 *   files:
 *     /var/www/html/index.html: {content: "{{ inventory_hostname }}", mode: "0644"}
 *     /etc/motd: {source: motd.txt}                  # relative to topology.yml, taken as it is
 *   services: [nginx]
 *   sysctls: {net.core.somaxconn: 1024}
 *   routes: {10.20.0.0/16: 192.168.100.254}        # network: gateway
 * }</pre>
 */
final class HostSettingsBlock {
    private static final Key<String> CONTENT =
            Key.text("content", text -> text, "").help("The text; {{ variables }} of the host are filled in.");
    private static final Key<String> SOURCE =
            Key.text("source", text -> text, "").help("A file beside topology.yml whose text is taken as it is.");
    private static final Key<Integer> MODE = Key.text("mode", HostSettingsBlock::mode, "Write mode: \"0644\".")
            .otherwise("0644")
            .withShape(new Shape.Either(List.of(new Shape.Pattern("^(0o?)?[0-7]{3,4}$"), new Shape.Whole(0, 7777))))
            .help("Octal permission bits.");
    private static final Keys FILE_KEYS =
            Keys.of(CONTENT, SOURCE, MODE).notYet("Leave it out: files belong to root.", "owner", "group");
    private static final Key<Void> PACKAGES = Key.structure(
                    "packages", new Shape.Many(new Shape.Pattern(NameRule.PACKAGE.regex())))
            .help("Packages of the distribution that are installed.");
    private static final Key<Void> FILES =
            Key.structure("files", new Shape.Names(new Shape.Map(FILE_KEYS))).help("Absolute path: what stands there.");
    private static final Key<Void> SERVICES = Key.structure(
                    "services", new Shape.Many(new Shape.Pattern(NameRule.UNIT.regex())))
            .help("systemd units that are enabled and running.");
    private static final Key<Void> SYSCTLS = Key.structure("sysctls", new Shape.Names(new Shape.Text()))
            .help("Kernel parameters, now and after a reboot.");

    static final Keys KEYS = Keys.of(PACKAGES, FILES, SERVICES, SYSCTLS, RoutesReader.ROUTES);

    private static final Pattern TEMPLATE_UNIT = Pattern.compile(".*@(\\.[a-z]+)?");
    private static final Pattern UNIT_ENDING =
            Pattern.compile("\\.(service|socket|timer|target|mount|automount|path|swap|slice|scope|device)$");

    private final Block block;
    private final Path topologyFile;
    private final Set<String> passwords;

    /** @param passwords those of the instances, which are masked wherever a file repeats them */
    HostSettingsBlock(Block block, Path topologyFile, Set<String> passwords) {
        this.block = block;
        this.topologyFile = topologyFile;
        this.passwords = passwords;
    }

    LocatedSettings read() {
        block.check(KEYS);
        return new LocatedSettings(
                names("packages", NameRule.PACKAGE), files(), services(), sysctls(), RoutesReader.read(block));
    }

    private Map<String, Located<String>> names(String key, NameRule rule) {
        Map<String, Located<String>> names = new LinkedHashMap<>();
        for (Located<String> name : block.texts(key)) {
            if (NameRules.check(name, rule, block.problems())) {
                names.putIfAbsent(name.value(), name);
            }
        }
        return names;
    }

    private Map<String, Located<String>> services() {
        Map<String, Located<String>> units = new LinkedHashMap<>();
        names("services", NameRule.UNIT).forEach((name, written) -> {
            if (TEMPLATE_UNIT.matcher(name).matches()) {
                block.problems()
                        .add(
                                written.at(),
                                written.key(),
                                "template-unit",
                                "a template unit must be given an instance: " + name,
                                "Write " + name.replaceFirst("@.*", "@INSTANCE") + ", as in getty@tty1.");
            }
            units.putIfAbsent(unitOf(name), written);
        });
        return units;
    }

    /** systemctl(1) takes a name without an ending for a service. */
    static String unitOf(String name) {
        return UNIT_ENDING.matcher(name).find() ? name : name + ".service";
    }

    private Map<String, Located<String>> sysctls() {
        Map<String, Located<String>> sysctls = new LinkedHashMap<>();
        block.block(SYSCTLS).ifPresent(written -> written.entries().forEach(entry -> {
            Located<String> key = new Located<>(entry.key(), entry.keyAt(), written.pathOf(entry.key()));
            boolean sound = NameRules.check(key, NameRule.SYSCTL, block.problems());
            written.scalar(entry.value(), key.key())
                    .filter(value -> NameRules.check(value, NameRule.SYSCTL_VALUE, block.problems()) && sound)
                    .ifPresent(value -> {
                        Located<String> other = sysctls.putIfAbsent(
                                SysctlKey.normal(entry.key()), new Located<>(value.value(), key.at(), key.key()));
                        if (other != null) {
                            refuseSecond(key, other);
                        }
                    });
        }));
        return sysctls;
    }

    private void refuseSecond(Located<String> key, Located<String> other) {
        block.problems()
                .add(
                        key.at(),
                        key.key(),
                        "duplicate-sysctl",
                        "one parameter stands here in two spellings: the other in "
                                + other.at().seenFrom(key.at()),
                        "Remove one of the two.");
    }

    private Map<String, Located<HostSettings.FileContent>> files() {
        Map<String, Located<HostSettings.FileContent>> files = new LinkedHashMap<>();
        block.block(FILES).ifPresent(written -> written.entries().forEach(entry -> {
            Located<String> path = new Located<>(entry.key(), entry.keyAt(), written.pathOf(entry.key()));
            NameRules.check(path, NameRule.FILE, block.problems());
            Block.of(entry.value(), path.key(), block.template(), block.problems())
                    .flatMap(this::file)
                    .ifPresent(content -> files.put(entry.key(), new Located<>(content, path.at(), path.key())));
        }));
        return files;
    }

    private Optional<HostSettings.FileContent> file(Block file) {
        file.check(FILE_KEYS);
        if (file.has("content") == file.has("source")) {
            file.problems()
                    .add(
                            file.at(),
                            file.path(),
                            file.has("content") ? "conflict" : "missing-key",
                            "a file must have either `content` or `source`",
                            file.has("content") ? "Remove one of the two." : "Add `content: \"…\"`.");
            return Optional.empty();
        }
        int mode = file.orFallback(MODE);
        Optional<MaskedText> content = file.has("content")
                ? file.maskedText("content")
                : file.text("source").flatMap(this::source);
        return content.filter(text -> noNul(file, text.reveal()))
                .map(text -> new HostSettings.FileContent(masked(text), mode));
    }

    /** A template of the user's own may repeat what stands in `authentication`. */
    private MaskedText masked(MaskedText text) {
        MaskedText masked = text;
        for (String password : passwords) {
            masked = masked.masking(password);
        }
        return masked;
    }

    /** A text with NUL is no text, and no shell script could carry it. */
    private static boolean noNul(Block file, String text) {
        boolean sound = text.indexOf('\0') < 0;
        if (!sound) {
            file.problems()
                    .add(
                            file.at(),
                            file.path(),
                            "bad-value",
                            "a file must be text, without NUL",
                            "Ship it as a package.");
        }
        return sound;
    }

    /** Taken as it is, or opened and masked as a whole if it is encrypted. */
    private Optional<MaskedText> source(Located<String> source) {
        try {
            Path file = topologyFile.resolveSibling(HomeFolder.resolve(source.value()));
            return TextFile.read(file, TextFile.CONTENT_MOST, source.at(), source.key(), block.problems())
                    .flatMap(text -> Vault.isEncrypted(text)
                            ? block.template().open(new YamlValue.Encrypted(text, source.at()), source.key())
                            : Optional.of(MaskedText.plain(text)));
        } catch (java.nio.file.InvalidPathException e) {
            block.problems()
                    .add(source.at(), source.key(), "bad-name", "must be a file's path", "Write it without NUL.");
            return Optional.empty();
        }
    }

    private static int mode(String text) {
        if (!text.matches("(0o?)?[0-7]{3,4}")) {
            throw new BadValue("bad-value", "mode must be three or four octal digits: " + text);
        }
        return Integer.parseInt(text.replace("o", ""), 8);
    }
}
