package org.aloft.topology.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.HomeFolder;
import org.aloft.topology.yaml.TextFile;

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
 * }</pre>
 */
final class HostSettingsBlock {
    private static final int MODE = 0644;

    private final Block block;
    private final Path topologyFile;

    HostSettingsBlock(Block block, Path topologyFile) {
        this.block = block;
        this.topologyFile = topologyFile;
    }

    HostSettings read() {
        block.allow(List.of("packages", "files", "services", "sysctls"));
        return new HostSettings(
                names("packages", NameRule.PACKAGE), files(), names("services", NameRule.UNIT), sysctls());
    }

    private List<String> names(String key, NameRule rule) {
        Set<String> names = new LinkedHashSet<>();
        for (Located<String> name : block.texts(key)) {
            if (NameRules.check(name, rule, block.problems())) {
                names.add(name.value());
            }
        }
        return List.copyOf(names);
    }

    private Map<String, String> sysctls() {
        Map<String, String> sysctls = new LinkedHashMap<>();
        block.block("sysctls").ifPresent(written -> written.entries().forEach(entry -> {
            Located<String> key = new Located<>(entry.key(), entry.keyAt(), written.pathOf(entry.key()));
            boolean sound = NameRules.check(key, NameRule.SYSCTL, block.problems());
            written.scalar(entry.value(), key.key())
                    .filter(value -> NameRules.check(value, NameRule.SYSCTL_VALUE, block.problems()) && sound)
                    .ifPresent(value -> sysctls.put(entry.key(), value.value()));
        }));
        return sysctls;
    }

    private Map<String, HostSettings.FileContent> files() {
        Map<String, HostSettings.FileContent> files = new LinkedHashMap<>();
        block.block("files").ifPresent(written -> written.entries().forEach(entry -> {
            Located<String> path = new Located<>(entry.key(), entry.keyAt(), written.pathOf(entry.key()));
            NameRules.check(path, NameRule.FILE, block.problems());
            Block.of(entry.value(), path.key(), block.template(), block.problems())
                    .flatMap(this::file)
                    .ifPresent(content -> files.put(entry.key(), content));
        }));
        return files;
    }

    private Optional<HostSettings.FileContent> file(Block file) {
        file.allow(List.of("content", "source", "mode"));
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
        int mode = file.parsed("mode", HostSettingsBlock::mode, "Write mode: \"0644\".")
                .map(Located::value)
                .orElse(MODE);
        Optional<String> content = file.has("content")
                ? file.text("content").map(Located::value)
                : file.text("source").flatMap(this::source);
        return content.filter(text -> noNul(file, text))
                .map(text -> new HostSettings.FileContent(MaskedText.plain(text), mode));
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

    private Optional<String> source(Located<String> source) {
        try {
            Path file = topologyFile.resolveSibling(HomeFolder.resolve(source.value()));
            return TextFile.read(file, TextFile.CONTENT_MOST, source.at(), source.key(), block.problems());
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
