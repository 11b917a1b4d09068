package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.Notices;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;

/**
 * Who is told of the changes of an instance or a sync group.
 *
 * <pre>{@code
 * notify: {active: /usr/local/bin/up, backup: "/usr/local/bin/down --all", any: /usr/local/bin/log}
 * mail: true
 * webhooks: ["https://hooks.example.org/vrrp"]
 * }</pre>
 *
 * @param mail where it says that mail is sent
 */
record NoticesBlock(
        Map<Notices.Occasion, Located<String>> programs,
        Optional<Located<Boolean>> mail,
        List<Located<Secret>> webhooks) {
    private static final Key<String> ACTIVE = program("active", "Run when the VIPs are taken.");
    private static final Key<String> BACKUP = program("backup", "Run when another member has the VIPs.");
    private static final Key<String> FAULT = program("fault", "Run when the member cannot hold the VIPs.");
    private static final Key<String> STOP = program("stop", "Run when the agent ends.");
    private static final Key<String> ANY =
            program("any", "Run at each change, with INSTANCE or GROUP, its name, the state and the priority behind.");
    private static final Keys NOTIFY_KEYS =
            Keys.of(ACTIVE, BACKUP, FAULT, STOP, ANY).alsoCalled("master", "Write `active: /usr/local/bin/up`.");

    static final Key<Void> NOTIFY = Key.structure(
                    "notify", new Shape.Map(NOTIFY_KEYS), "notify: {active: /usr/local/bin/up}")
            .help("Programs with their arguments that are run at changes.");
    static final Key<Boolean> MAIL =
            Key.truth("mail").otherwise("false").help("Whether changes are mailed, by `mail` at the top of the file.");
    static final Key<Secret> WEBHOOKS = Key.text(
                    "webhooks", NoticesBlock::webhook, "Write https://hooks.example.org/vrrp.")
            .withShape(new Shape.Many(new Shape.Text()))
            .help("URLs that get each event as JSON by POST; aloftd only.");

    /** Nobody is told. */
    static NoticesBlock none() {
        return new NoticesBlock(Map.of(), Optional.empty(), List.of());
    }

    private static Key<String> program(String name, String help) {
        return Key.named(name, NameRule.COMMAND, "Put it into a script, and name that.")
                .help(help);
    }

    /** A URL may be all that its server asks for; so it is shown nowhere. */
    private static Secret webhook(String text) {
        if (!text.matches("https?://[A-Za-z0-9\\[][A-Za-z0-9._~:/?&=%+,;*()\\[\\]-]*")) {
            throw new BadValue(
                    "bad-value",
                    "a webhook must be a URL, http:// or https://, without user and password, blanks, quotes and # ! $");
        }
        return new Secret(text);
    }

    /** Of the block that has the keys. */
    static NoticesBlock read(Block owner) {
        Map<Notices.Occasion, Located<String>> programs = new EnumMap<>(Notices.Occasion.class);
        owner.block(NOTIFY).ifPresent(block -> {
            block.check(NOTIFY_KEYS);
            for (Notices.Occasion occasion : Notices.Occasion.values()) {
                block.read(keyOf(occasion)).ifPresent(program -> programs.put(occasion, program));
            }
        });
        return new NoticesBlock(programs, owner.read(MAIL).filter(Located::value), webhooks(owner));
    }

    private static Key<String> keyOf(Notices.Occasion occasion) {
        return switch (occasion) {
            case ACTIVE -> ACTIVE;
            case BACKUP -> BACKUP;
            case FAULT -> FAULT;
            case STOP -> STOP;
            case ANY -> ANY;
        };
    }

    /** Those of a block that has this key. */
    static List<Located<Secret>> webhooks(Block owner) {
        List<Located<Secret>> webhooks = new ArrayList<>();
        owner.texts("webhooks").forEach(text -> owner.parse(text, WEBHOOKS).ifPresent(webhooks::add));
        return webhooks;
    }

    Notices build() {
        Map<Notices.Occasion, String> commands = new EnumMap<>(Notices.Occasion.class);
        programs.forEach((occasion, program) -> commands.put(occasion, program.value()));
        return new Notices(
                commands,
                mail.isPresent(),
                webhooks.stream().map(Located::value).toList());
    }
}
