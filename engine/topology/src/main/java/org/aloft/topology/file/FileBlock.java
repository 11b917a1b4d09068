package org.aloft.topology.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.problem.Located;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.yaml.HomeFolder;
import org.aloft.topology.yaml.TextFile;
import org.aloft.topology.yaml.YamlValue;

/**
 * One entry of {@code files}: what stands there, and who may read it.
 *
 * <pre>{@code
 * /var/www/html/index.html: {content: "{{ inventory_hostname }}", mode: "0644"}
 * /etc/motd: {source: motd.txt}                                   # relative to topology.yml, taken as it is
 * /etc/app.conf: {template: app.conf.ftl, owner: app, group: app} # Freemarker, with the host's variables
 * }</pre>
 */
final class FileBlock {
    private static final Key<String> CONTENT =
            Key.text("content", text -> text, "").help("The text; {{ variables }} of the host are filled in.");
    private static final Key<String> SOURCE =
            Key.text("source", text -> text, "").help("A file beside topology.yml whose text is taken as it is.");
    private static final Key<String> TEMPLATE = Key.text("template", text -> text, "")
            .help("A Freemarker template beside topology.yml, which is given the host's variables.");
    private static final Key<Integer> MODE = Access.mode("0644");
    private static final List<String> ORIGINS = List.of("content", "source", "template");

    static final Keys KEYS = Keys.of(CONTENT, SOURCE, TEMPLATE, MODE, Access.OWNER, Access.GROUP);

    private final Block block;
    private final Path topologyFile;
    private final Set<String> passwords;

    /** @param passwords those of the instances, which are masked wherever the file repeats them */
    FileBlock(Block block, Path topologyFile, Set<String> passwords) {
        this.block = block;
        this.topologyFile = topologyFile;
        this.passwords = passwords;
    }

    Optional<HostSettings.FileContent> read() {
        block.check(KEYS);
        long origins = ORIGINS.stream().filter(block::has).count();
        if (origins != 1) {
            block.problems()
                    .add(
                            block.at(),
                            block.path(),
                            origins > 1 ? "conflict" : "missing-key",
                            "a file must have one of `content`, `source` and `template`",
                            origins > 1 ? "Leave one of them." : "Add `content: \"…\"`.");
            return Optional.empty();
        }
        int mode = block.orFallback(MODE);
        HostSettings.Owner owner = Access.owner(block);
        Optional<MaskedText> text = block.has("content")
                ? block.maskedText("content")
                : block.text(block.has("source") ? "source" : "template").flatMap(this::fromFile);
        return text.filter(this::isText)
                .map(content -> new HostSettings.FileContent(masked(content), mode, owner, filling(content)));
    }

    private Optional<HostSettings.Filling> filling(MaskedText template) {
        return block.text("template")
                .map(file -> new HostSettings.Filling(
                        file.value(), block.template().valuesNamedIn(template.reveal(), file.at(), file.key())));
    }

    /** A text of the user's own may repeat what stands in `authentication`. */
    private MaskedText masked(MaskedText text) {
        MaskedText masked = text;
        for (String password : passwords) {
            masked = masked.masking(password);
        }
        return masked;
    }

    /** A text with NUL is no text, and no shell script could carry it. */
    private boolean isText(MaskedText text) {
        boolean sound = text.reveal().indexOf('\0') < 0;
        if (!sound) {
            block.problems()
                    .add(
                            block.at(),
                            block.path(),
                            "bad-value",
                            "a file must be text, without NUL",
                            "Ship it as a package.");
        }
        return sound;
    }

    /** Taken as it is, or opened and masked as a whole if it is encrypted. */
    private Optional<MaskedText> fromFile(Located<String> source) {
        try {
            Path file = topologyFile.resolveSibling(HomeFolder.resolve(source.value()));
            return TextFile.read(file, TextFile.CONTENT_MOST, source.at(), source.key(), block.problems())
                    .flatMap(text -> Vault.isEncrypted(text)
                            ? block.template().open(new YamlValue.Encrypted(text, source.at()), source.key())
                            : Optional.of(MaskedText.plain(text)));
        } catch (InvalidPathException e) {
            block.problems()
                    .add(source.at(), source.key(), "bad-name", "must be a file's path", "Write it without NUL.");
            return Optional.empty();
        }
    }
}
