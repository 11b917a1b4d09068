package org.aloft.topology.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.SysctlKey;
import org.aloft.topology.problem.Located;

/**
 * One entry of {@code hosts}, read for one host: its variables fill in {@code {{ … }}}.
 *
 * <pre>{@code
 * web:
 *   packages: [nginx-light]
 *   files:
 *     /var/www/html/index.html: {content: "{{ inventory_hostname }}", mode: "0644"}
 *   services: [nginx]
 *   sysctls: {net.core.somaxconn: 1024}
 *   routes: {10.20.0.0/16: 192.168.100.254}        # network: gateway
 *   directories: {/srv/app: {owner: app, mode: "0750"}}
 *   modules: [dummy]
 *   users: {app: {system: true}}
 *   absent: [/etc/nginx/sites-enabled/default]
 *   selinux: {booleans: {httpd_can_network_connect: true}, ports: {8080/tcp: http_port_t}}
 * }</pre>
 */
final class HostSettingsBlock {
    private static final Key<Void> PACKAGES = Key.structure(
                    "packages", new Shape.Many(new Shape.Pattern(NameRule.PACKAGE.regex())))
            .help("Packages of the distribution that are installed.");
    private static final Key<Void> FILES = Key.structure("files", new Shape.Names(new Shape.Map(FileBlock.KEYS)))
            .help("Absolute path: what stands there.");
    private static final Key<Void> SERVICES = Key.structure(
                    "services", new Shape.Many(new Shape.Pattern(NameRule.UNIT.regex())))
            .help("Services that are enabled and running: systemd's units, or init scripts where systemd is not.");
    private static final Key<Void> SYSCTLS = Key.structure("sysctls", new Shape.Names(new Shape.Text()))
            .help("Kernel parameters, now and after a reboot.");

    private static final Key<Integer> DIRECTORY_MODE = Access.mode("0755");
    private static final Keys DIRECTORY_KEYS = Keys.of(DIRECTORY_MODE, Access.OWNER, Access.GROUP);
    private static final Key<Void> DIRECTORIES = Key.structure(
                    "directories", new Shape.Names(new Shape.Map(DIRECTORY_KEYS)))
            .help("Absolute path: a directory that is there, and who may use it.");
    private static final Key<Void> MODULES = Key.structure(
                    "modules", new Shape.Many(new Shape.Pattern(NameRule.MODULE.regex())))
            .help("Kernel modules that are loaded, now and at boot.");
    private static final Key<Void> USERS = Key.structure("users", new Shape.Names(new Shape.Map(UserBlock.KEYS)))
            .help("Name: an account of the host.");
    private static final Key<Void> ABSENT = Key.structure("absent", new Shape.Many(new Shape.Pattern(Key.PATH_PATTERN)))
            .help("Absolute paths of files that are taken away; they come back when they are no longer listed.");

    static final Keys KEYS = Keys.of(
            PACKAGES,
            FILES,
            SERVICES,
            SYSCTLS,
            RoutesReader.ROUTES,
            DIRECTORIES,
            MODULES,
            USERS,
            ABSENT,
            SelinuxBlock.SELINUX);

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
                names("packages", NameRule.PACKAGE),
                named(FILES, NameRule.FILE, file -> new FileBlock(file, topologyFile, passwords).read()),
                services(),
                sysctls(),
                RoutesReader.read(block),
                named(DIRECTORIES, NameRule.FILE, HostSettingsBlock::directory),
                names("modules", NameRule.MODULE),
                named(USERS, NameRule.ACCOUNT, user -> Optional.of(UserBlock.read(user))),
                names("absent", NameRule.FILE),
                SelinuxBlock.read(block));
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

    /** A map of names to blocks. */
    private <T> Map<String, Located<T>> named(Key<Void> key, NameRule rule, Function<Block, Optional<T>> reader) {
        Map<String, Located<T>> read = new LinkedHashMap<>();
        block.block(key).ifPresent(written -> written.entries().forEach(entry -> {
            Located<String> name = new Located<>(entry.key(), entry.keyAt(), written.pathOf(entry.key()));
            NameRules.check(name, rule, block.problems());
            Block.of(entry.value(), name.key(), block.template(), block.problems())
                    .flatMap(reader)
                    .ifPresent(value -> read.put(entry.key(), new Located<>(value, name.at(), name.key())));
        }));
        return read;
    }

    private static Optional<HostSettings.Directory> directory(Block directory) {
        directory.check(DIRECTORY_KEYS);
        return Optional.of(new HostSettings.Directory(directory.orFallback(DIRECTORY_MODE), Access.owner(directory)));
    }
}
