package org.aloft.cli.keepalived;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code global_defs} as {@code mail}, {@code global} and {@code webhooks}; the rest stays as it is. */
final class GlobalImport {
    private static final List<String> MAIL =
            List.of("notification_email", "notification_email_from", "smtp_server", "smtp_connect_timeout");

    private final Draft draft;
    private final Across block;

    GlobalImport(Draft draft) {
        this.draft = draft;
        Map<String, List<Statement>> globals = new LinkedHashMap<>();
        draft.sources().forEach(source -> globals.put(source.host(), source.globals()));
        this.block = new Across("global_defs", globals, draft.findings);
    }

    /** {@code vrrp_version}; 2 unless all say 3. It stays as it is as well. */
    int version() {
        return block.each("vrrp_version", line -> line.word().flatMap(Words::number))
                .flatMap(values -> values.values().stream().findFirst())
                .orElse(2);
    }

    /** Where mail goes; empty where nobody says it, or in words that the topology has not. */
    Optional<Map<String, Object>> mail() {
        Optional<Map<String, List<String>>> to = block.each(
                "notification_email",
                list -> Optional.of(list.inner().stream().map(Statement::head).toList()));
        if (to.isEmpty()
                || to.get().isEmpty()
                || MAIL.stream().anyMatch(word -> block.says(word) && !alike(word))
                || !draft.offer("mail", block.all("notification_email"))) {
            return Optional.empty();
        }
        Map<String, Object> mail = new LinkedHashMap<>();
        block.one("notification_email_from", Statement::word).ifPresent(from -> mail.put("from", from));
        mail.put("to", to.get().values().iterator().next());
        block.one("smtp_server", line -> Optional.of(line.words())).ifPresent(server -> {
            mail.put("server", server.get(0));
            server.stream()
                    .skip(1)
                    .flatMap(port -> Words.number(port).stream())
                    .forEach(port -> mail.put("port", port));
        });
        block.one("smtp_connect_timeout", line -> line.word().flatMap(Words::duration))
                .ifPresent(timeout -> mail.put("timeout", timeout));
        block.take("notification_email");
        return Optional.of(mail);
    }

    private boolean alike(String keyword) {
        List<Statement> all = block.all(keyword);
        boolean understood =
                switch (keyword) {
                    case "notification_email" -> true;
                    case "smtp_server" -> all.stream().allMatch(GlobalImport::isServer);
                    case "smtp_connect_timeout" ->
                        all.stream()
                                .allMatch(each ->
                                        each.word().flatMap(Words::duration).isPresent());
                    default -> all.stream().allMatch(each -> each.word().isPresent());
                };
        return understood
                && all.size() == block.hosts().size()
                && all.stream().map(Statement::lines).distinct().count() == 1;
    }

    /** An address, and a port or not. */
    private static boolean isServer(Statement line) {
        List<String> words = line.words();
        return words.size() == 1
                || (words.size() == 2 && Words.number(words.get(1)).isPresent());
    }

    /** {@code script_user} and {@code strict}. */
    Map<String, Object> global() {
        Map<String, Object> global = new LinkedHashMap<>();
        if (block.says("script_user") && draft.offer("global.script_user", block.all("script_user"))) {
            block.alike("script_user", Statement::word).ifPresent(user -> global.put("script_user", user));
        }
        if (block.says("vrrp_strict") && draft.offer("global.strict", block.all("vrrp_strict"))) {
            block.alike("vrrp_strict", line -> line.isBare() ? Optional.of(true) : Optional.empty())
                    .ifPresent(strict -> global.put("strict", strict));
        }
        if (global.containsKey("script_user")) {
            block.take("enable_script_security"); // a plan writes it beside the user
        }
        return global;
    }

    /** What the topology has no word for. */
    Rest rest() {
        leaveOutUsualNames();
        Rest rest = block.rest();
        draft.findings.addAll(rest.findings("global_defs"));
        return rest;
    }

    /** Without the word each director has its host's name, which is what hosts mostly say. */
    private void leaveOutUsualNames() {
        if (draft.sources().size() == 1) {
            return;
        }
        for (Source source : draft.sources()) {
            Source.last(source.globals(), "router_id")
                    .filter(id -> id.word().equals(Optional.of(source.host())))
                    .ifPresent(id -> {
                        draft.findings.add(Finding.note(
                                id, id.shown() + " is left out: it is the host's name, and so without the word"));
                        source.globals().stream()
                                .filter(each -> each.keyword().equals("router_id"))
                                .forEach(block::take);
                    });
        }
    }
}
