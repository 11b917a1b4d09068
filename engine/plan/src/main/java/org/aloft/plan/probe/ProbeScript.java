package org.aloft.plan.probe;

import static org.aloft.plan.shell.ShellWord.quote;

import java.util.List;
import java.util.stream.Collectors;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Kind;
import org.aloft.plan.resource.Kinds;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.shell.ShellLibrary;

/**
 * The script that asks a host what {@link org.aloft.plan.host.HostFacts} holds: the host itself, each resource that is
 * wanted, and each that the host's manifest names. It changes nothing.
 *
 * <p>It prints lines. {@code ? KIND NAME} begins an answer, whose values follow on lines that begin with a space; NAME
 * is escaped as in the manifest. A key that ends in {@code _base64} says so of its value.
 */
public final class ProbeScript {
    private ProbeScript() {}

    /** A POSIX sh script; what it prints is read by {@link FactsReader}. */
    public static String of(List<Resource> wanted) {
        StringBuilder script = new StringBuilder("#!/bin/sh\n# Aloft: what is there? Changes nothing.\n\n");
        script.append(ShellLibrary.text("manager")).append('\n');
        Kinds.all()
                .forEach(kind -> script.append(ShellLibrary.text(kind.name())).append('\n'));
        script.append(ShellLibrary.text("probe"));
        String kinds = Kinds.all().stream().map(Kind::name).collect(Collectors.joining(" ", " ", " "));
        script.append("\nmain() {\n  echo '").append(FactsReader.HEADER).append("'\n  machine\n");
        for (Resource resource : wanted) {
            ask(script, resource.id(), resource.hint());
            resource.alsoAsks().forEach(id -> ask(script, id, "-"));
        }
        script.append("  remembered ").append(quote(kinds)).append("\n  lease\n  echo '");
        script.append(FactsReader.END).append("'\n}\n\n");
        return script.append("main </dev/null\n").toString();
    }

    private static void ask(StringBuilder script, ResourceId id, String hint) {
        script.append("  ask ").append(id.kind());
        for (String word : List.of(Manifest.escape(id.name()), id.name(), hint)) {
            script.append(' ').append(quote(word));
        }
        script.append('\n');
    }
}
