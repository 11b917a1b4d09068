package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    Workstation(Path stage, Lab lab) {
        this.lab = lab;
        try {
            folder = Files.createDirectory(stage.resolve("fleet"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        for (String file : List.of("cost.py", "topology.yml", "bundle.yml", "site.yml", "host.sh")) {
            write(file, Beat.script("fleet/" + file).getBytes(StandardCharsets.UTF_8));
        }
        write("ansible.cfg", new byte[0]);
        StringBuilder web = new StringBuilder("[web]\n");
        List<LabHost> hosts = lab.spec().hosts();
        hosts.subList(0, Fleet.HOSTS)
                .forEach(host -> web.append(host.name() + " ansible_host=" + host.address() + "\n"));
        write(
                "hosts.ini",
                ("[directors]\ndirector ansible_host=192.168.100.100\n\n" + web
                                + """

                [all:vars]
                ansible_user=root
                ansible_ssh_private_key_file=%s
                ansible_ssh_common_args=%s
                """.formatted(
                                                lab.privateKey(),
                                                "'-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no'"))
                        .getBytes(StandardCharsets.UTF_8));
    }

    void write(String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Cost aloft(String limit) {
        return apply(limit, "topology.yml");
    }

    private Cost apply(String limit, String topology) {
        return aloftAlone("apply", "--yes", "--limit", limit, "--timeout", "60", at(topology));
    }

    Cost aloftAlone(String... words) {
        List<String> command = new ArrayList<>(List.of(aloft.toString()));
        command.addAll(List.of(words));
        return cost(command);
    }

    /** Of a topology with nothing but that file. */
    Cost bundle(int hosts) {
        return apply("web[0:" + (hosts - 1) + "]", "bundle.yml");
    }

    Cost script(String limit) {
        return parallel(limit.equals("web") ? Fleet.HOSTS : 1, "ssh %s root@{} sh -s <" + at("host.sh"));
    }

    Cost scp(int hosts) {
        return parallel(hosts, "scp -q %s " + at("big") + " root@{}:/srv/big");
    }

    /** One command line a host, sixteen at once. */
    private Cost parallel(int hosts, String line) {
        String options = "-i " + lab.privateKey()
                + " -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -o LogLevel=ERROR";
        String addresses = String.join(
                " ",
                lab.spec().hosts().subList(0, hosts).stream()
                        .map(LabHost::address)
                        .toList());
        return cost(List.of(
                "sh",
                "-c",
                "printf '%s\\n' " + addresses + " | xargs -P 16 -I '{}' sh -c '" + line.formatted(options) + "'"));
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

    private String at(String file) {
        return folder.resolve(file).toString();
    }

    private Cost cost(List<String> command) {
        List<String> words = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                lab.spec().name(),
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
