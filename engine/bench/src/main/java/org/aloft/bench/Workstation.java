package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;

/**
 * Where the commands of {@link Fleet} are typed: in the network of a lab's hosts, in a folder with all that they read, and
 * without this user's own settings.
 */
final class Workstation {
    private final Path folder;
    private final Lab lab;
    private final Path aloft = Path.of("aloft").toAbsolutePath();

    /**
     * @param name of its folder, and of the one where its files come from
     * @param groups of its inventory
     * @param files it has beside
     */
    private Workstation(Path stage, Lab lab, String name, String groups, List<String> files) {
        this.lab = lab;
        try {
            folder = Files.createDirectory(stage.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Stream.concat(files.stream().map(file -> name + "/" + file), Stream.of("fleet/cost.py"))
                .forEach(file -> write(
                        file.substring(file.indexOf('/') + 1), Beat.script(file).getBytes(StandardCharsets.UTF_8)));
        write("ansible.cfg", new byte[0]);
        String variables =
                """

                [all:vars]
                ansible_user=root
                ansible_ssh_private_key_file=%s
                ansible_ssh_common_args=%s
                """.formatted(lab.privateKey(), "'-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no'");
        write("hosts.ini", (groups + variables).getBytes(StandardCharsets.UTF_8));
    }

    /** Of thirty real servers and a director. */
    static Workstation ofFleet(Path stage, Lab lab) {
        StringBuilder web = new StringBuilder("[web]\n");
        List<LabHost> hosts = lab.spec().hosts();
        hosts.subList(0, Fleet.HOSTS)
                .forEach(host -> web.append(host.name() + " ansible_host=" + host.address() + "\n"));
        return new Workstation(
                stage,
                lab,
                "fleet",
                "[directors]\ndirector ansible_host=192.168.100.100\n\n" + web,
                List.of("topology.yml", "site.yml", "host.sh"));
    }

    /** Of hosts that are far away. */
    static Workstation ofFar(Path stage, Lab lab, String group) {
        return new Workstation(stage, lab, "far", group, List.of("topology.yml", "delay.py"));
    }

    /** That sends the same to all hosts of a lab. */
    static Workstation ofUpload(Path stage, Lab lab) {
        return new Workstation(stage, lab, "upload", "", List.of());
    }

    void write(String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Cost aloft(String limit) {
        return aloftAlone("apply", "--yes", "--limit", limit, "--timeout", "60", at("topology.yml"));
    }

    Cost aloftAlone(String... words) {
        List<String> command = new ArrayList<>(List.of(aloft.toString()));
        command.addAll(List.of(words));
        return cost(command);
    }

    Cost script(String limit) {
        return parallel(addresses(limit.equals("web") ? Fleet.HOSTS : 1), "ssh %s root@{} sh -s <" + at("host.sh"));
    }

    /** Sends a file to all hosts, ten at once. */
    Cost scp(Path file, String remote) {
        return parallel(10, addresses(lab.spec().hosts().size()), "scp -q %s " + file + " root@{}:" + remote);
    }

    /** The same by what {@code aloft apply} sends a bundle with, started as {@code aloft} is. */
    Cost sendBundle(Path file, String remote) {
        Path cli = aloft.resolveSibling("engine/cli/target");
        List<String> command = new ArrayList<>(List.of(
                "java",
                "-Xshare:auto",
                "-XX:SharedArchiveFile=" + cli.resolve("aloft.jsa"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Xlog:disable",
                "-cp",
                cli.resolve("lib") + "/*:" + System.getProperty("java.class.path"),
                SendBundle.class.getName(),
                lab.privateKey().toString(),
                file.toString(),
                remote));
        command.addAll(addresses(lab.spec().hosts().size()));
        return cost(command);
    }

    private List<String> addresses(int hosts) {
        return lab.spec().hosts().subList(0, hosts).stream()
                .map(LabHost::address)
                .toList();
    }

    /** One command line a host, sixteen at once. */
    Cost parallel(List<String> addresses, String line) {
        return parallel(16, addresses, line);
    }

    private Cost parallel(int atOnce, List<String> addresses, String line) {
        String options = "-i " + lab.privateKey()
                + " -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -o LogLevel=ERROR";
        return cost(List.of(
                "sh",
                "-c",
                "printf '%s\\n' " + String.join(" ", addresses) + " | xargs -P " + atOnce + " -I '{}' sh -c '"
                        + line.formatted(options) + "'"));
    }

    Cost ansible() {
        return cost(List.of("/usr/bin/ansible-playbook", "-i", at("hosts.ini"), at("site.yml")));
    }

    Cost mitogen() {
        return cost(List.of(
                "env",
                "ANSIBLE_STRATEGY_PLUGINS=/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy",
                "ANSIBLE_STRATEGY=mitogen_linear",
                "/usr/bin/ansible-playbook",
                "-i",
                at("hosts.ini"),
                at("site.yml")));
    }

    /** Where a file of its folder lies. */
    String at(String file) {
        return folder.resolve(file).toString();
    }

    /** What comes before a command so that it runs in the network of the hosts. */
    List<String> within() {
        return List.of("ip", "netns", "exec", lab.spec().name());
    }

    private Cost cost(List<String> command) {
        List<String> words = new ArrayList<>(within());
        words.addAll(List.of(
                "env",
                "-i",
                "PATH=" + System.getenv("PATH"),
                "HOME=" + folder,
                "LC_ALL=C.UTF-8",
                "ANSIBLE_CONFIG=" + at("ansible.cfg"),
                "ANSIBLE_FORKS=50",
                "ANSIBLE_HOST_KEY_CHECKING=false", // which is all that Mitogen hears of it
                "ANSIBLE_PIPELINING=true",
                "python3",
                at("cost.py")));
        words.addAll(command);
        return Cost.of(Shell.run(words.toArray(String[]::new)));
    }
}
