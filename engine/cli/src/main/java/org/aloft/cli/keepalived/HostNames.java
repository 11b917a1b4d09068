package org.aloft.cli.keepalived;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the hosts are called whose names nobody gave. */
public final class HostNames {
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

    private HostNames() {}

    /**
     * Name → file. A host is called by its {@code router_id} where these are there and differ, else by its file's name,
     * or the folder's where that is {@code keepalived.conf}; a number is added where two would be called alike.
     *
     * @param taken names that are given already
     * @throws IOException when a file cannot be read
     */
    public static Map<String, Path> of(AgentProgram agent, List<Path> files, Set<String> taken)
            throws IOException, InterruptedException {
        List<Optional<String>> ids = new ArrayList<>();
        for (Path file : files) {
            Source source = new Source("", agent.read("", file).statements());
            ids.add(Source.last(source.globals(), "router_id")
                    .flatMap(Statement::word)
                    .filter(id -> id.matches(NAME)));
        }
        boolean differ = Set.copyOf(ids).size() == files.size() && ids.stream().allMatch(Optional::isPresent);
        Set<String> used = new HashSet<>(taken);
        Map<String, Path> names = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            String wanted = differ ? ids.get(i).orElseThrow() : nameOf(files.get(i));
            String name = wanted;
            for (int number = 2; !used.add(name); number++) {
                name = wanted + "-" + number;
            }
            names.put(name, files.get(i));
        }
        return names;
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.conf$", "");
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (name.equals("keepalived") && folder.getFileName() != null) {
            name = folder.getFileName().toString();
        }
        String plain = name.replaceAll("[^A-Za-z0-9_.-]", "-").replaceFirst("^[.-]+", "");
        return plain.isEmpty() ? "director" : plain;
    }
}
