package org.aloft.plan.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.Severity;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.yaml.HomeFolder;

/**
 * Templates beside a topology that nothing reads: mostly a slip in a name that was meant to replace one of Aloft's. One
 * that {@code files} names, or that another template includes, may be called as one likes.
 */
public final class UnusedTemplates {
    /** Stable, for machines; the module's README has it. */
    static final String CODE = "unused-template";

    private static final String ENDING = ".ftl";
    private static final int DEPTH_MOST = 8;

    /** {@code <#include "x.ftl">} and the like, also in square brackets; else the name is an expression. */
    private static final Pattern INCLUDE = Pattern.compile(
            "(?:[<\\[]#(?:include|import)\\s+|\\.get_optional_template\\()\\s*(?:\"([^\"$#]*)\"|'([^'$#]*)'|(.))");

    private final Path folder;
    private final Map<String, String> texts;
    private final Set<String> used = new LinkedHashSet<>(Templates.NAMES);

    private UnusedTemplates(Path folder, Map<String, String> texts) {
        this.folder = folder;
        this.texts = texts;
    }

    /**
     * A warning for each.
     *
     * @param topologyFile as the user names it; its templates are in the folder {@code templates} beside it
     */
    public static List<Problem> beside(Path topologyFile, Topology topology) {
        Path folder = topologyFile.resolveSibling("templates");
        try {
            return new UnusedTemplates(folder, read(folder)).unused(topologyFile, topology);
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of(); // whoever needs the templates says so
        }
    }

    /** Name below the folder → text. */
    private static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder, DEPTH_MOST)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = folder.relativize(file).toString();
                    if (name.endsWith(ENDING) && !name.startsWith(".")) {
                        // Bytes as letters: names of other templates are found in any encoding.
                        texts.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        return texts;
    }

    private List<Problem> unused(Path topologyFile, Topology topology) {
        boolean anyIsWorkedOut = false;
        for (HostSettings settings : topology.hostSettings().values()) {
            for (HostSettings.FileContent file : settings.files().values()) {
                anyIsWorkedOut |= uses(topologyFile, file);
            }
        }
        for (Map.Entry<String, String> template : texts.entrySet()) {
            anyIsWorkedOut |= includes(template.getKey(), template.getValue());
        }
        List<Problem> unused = new ArrayList<>();
        if (!anyIsWorkedOut) {
            texts.keySet().stream().filter(name -> !used.contains(name)).forEach(name -> unused.add(problem(name)));
        }
        return unused;
    }

    /** Notes what a file of a host is made of; whether that cannot be known. */
    private boolean uses(Path topologyFile, HostSettings.FileContent file) {
        if (file.filling().isEmpty()) {
            String text =
                    new String(file.content().reveal().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            texts.forEach((name, template) -> {
                if (template.equals(text)) {
                    used.add(name); // a `source` of these very words
                }
            });
            return false;
        }
        String written = file.filling().get().file();
        Path named = topologyFile.resolveSibling(HomeFolder.resolve(written)).toAbsolutePath();
        used.add(folder.toAbsolutePath()
                .normalize()
                .relativize(named.normalize())
                .toString());
        return includes(Templates.nameInFolder(written), file.content().reveal());
    }

    /** Notes what a template includes; whether a name is worked out, so that any may be meant. */
    private boolean includes(String by, String text) {
        boolean workedOut = false;
        Matcher include = INCLUDE.matcher(text);
        while (include.find()) {
            String written = Optional.ofNullable(include.group(1)).orElse(include.group(2));
            workedOut |= written == null || followed(text, include.end());
            if (written != null) {
                String name = resolved(by, written);
                texts.keySet().stream()
                        .filter(one -> !one.equals(by))
                        .filter(one -> one.equals(name) || (name.contains("*") && one.endsWith(behindStar(name))))
                        .forEach(used::add);
            }
        }
        return workedOut;
    }

    /** Whether a name is only the first part of one: {@code "a" + b}. */
    private static boolean followed(String text, int end) {
        return text.substring(end).stripLeading().startsWith("+");
    }

    private static String behindStar(String name) {
        return name.substring(name.lastIndexOf('*') + 1).replaceFirst("^/", "");
    }

    /** As Freemarker does: below the folder of the template that says it, or with / in front below all of them. */
    private static String resolved(String by, String written) {
        if (written.startsWith("/")) {
            return written.substring(1);
        }
        Path above = Path.of(by).getParent();
        return (above == null ? Path.of(written) : above.resolve(written))
                .normalize()
                .toString();
    }

    private Problem problem(String name) {
        String fix = Suggestion.nearest(name, Templates.NAMES)
                .map(near -> "Did you mean `" + near + "`?")
                .orElse("Aloft's are " + String.join(", ", Templates.NAMES)
                        + "; one of your own is named in `files`: {template: templates/" + name + "}.");
        return new Problem(
                folder.resolve(name),
                0,
                0,
                "",
                Severity.WARNING,
                CODE,
                name + " is no template of Aloft, no `template` of `files` names it and nothing includes it, so nobody"
                        + " reads it",
                Optional.of(fix));
    }
}
