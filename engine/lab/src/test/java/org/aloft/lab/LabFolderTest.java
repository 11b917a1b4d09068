package org.aloft.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFolderTest {
    @TempDir
    Path home;

    private LabSpec spec;
    private LabFolder folder;

    @BeforeEach
    void write() throws IOException {
        spec = LabSpec.of(
                        List.of(
                                new LabHost("lvs1", "192.168.100.100").withCard("ens36", "192.168.101.100"),
                                new LabHost("web1", "192.168.100.200", "eth0").withoutIpvs()),
                        List.of("192.168.100.0/24", "192.168.101.0/24"))
                .withHome(home)
                .withKernel(LabKernel.UML);
        folder = new LabFolder(home.resolve("aloft-lab"));
        folder.write(spec, LabKernel.UML, Path.of("/base"), Path.of("/sys/fs/cgroup/aloft-lab"), Optional.empty());
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        assertThat(folder.readSpec()).isEqualTo(spec);
    }

    @Test
    void shouldPutASmallFirstProcessInThePlaceOfSystemd() throws IOException {
        LabSpec small = LabSpec.of(List.of(
                        new LabHost("box", "192.168.100.50").withInit(LabHost.Init.SMALL),
                        new LabHost("web1", "192.168.100.200")))
                .withName("small")
                .withHome(home)
                .withKernel(LabKernel.NATIVE);
        LabFolder other = new LabFolder(home.resolve("small"));
        other.write(small, LabKernel.NATIVE, Path.of("/base"), Path.of("/sys/fs/cgroup/small"), Optional.empty());
        assertThat(other.readSpec()).isEqualTo(small);
        assertThat(other.files(small.hosts().get(0)).resolve("usr/sbin/init")).isExecutable();
        assertThat(other.files(small.hosts().get(1)).resolve("usr")).isDirectoryNotContaining("glob:**/sbin");
    }

    @Test
    void shouldSayWhatComesInThePlaceOfSystemd() throws IOException {
        LabSpec others = LabSpec.of(List.of(
                        new LabHost("old", "192.168.100.50").withInit(LabHost.Init.SYSVINIT),
                        new LabHost("open", "192.168.100.51").withInit(LabHost.Init.OPENRC)))
                .withName("others")
                .withHome(home)
                .withKernel(LabKernel.NATIVE);
        LabFolder other = new LabFolder(home.resolve("others"));
        other.write(others, LabKernel.NATIVE, Path.of("/base"), Path.of("/sys/fs/cgroup/others"), Optional.empty());
        assertThat(other.readSpec()).isEqualTo(others);
        assertThat(packages(other, others.hosts().get(0))).contains("sysv-rc").doesNotContain("openrc");
        assertThat(packages(other, others.hosts().get(1))).contains("openrc").doesNotContain("sysv-rc");
    }

    private static List<String> packages(LabFolder folder, LabHost host) throws IOException {
        assertThat(folder.files(host).resolve("usr/sbin/init")).isExecutable();
        String names = Files.readString(folder.files(host).resolve("usr/local/lib/aloft-lab/init-packages"));
        return List.of(names.strip().split(" "));
    }

    @Test
    void shouldWriteAnInventoryThatLeadsThroughTheNamespace() throws IOException {
        assertThat(Files.readString(folder.inventory()))
                .contains("lvs1 ansible_host=192.168.100.100\nweb1 ansible_host=192.168.100.200\n")
                .contains("[all:vars]\nansible_user=root\nansible_ssh_private_key_file=" + folder.key() + "\n")
                .contains("ansible_ssh_common_args='-o ProxyCommand=\"nsenter --net=/run/netns/aloft-lab socat -"
                        + " TCP:%h:%p,nodelay\" -o UserKnownHostsFile=" + folder.knownHosts()
                        + " -o StrictHostKeyChecking=yes'\n");
    }

    @Test
    void shouldSayWhereEachCardIsPlugged() throws IOException {
        assertThat(home.resolve("aloft-lab/setup/hosts")).hasContent("""
                        lvs1 guest 192.168.100.1 port1.0,lab0,ens33,02:a1:c0:a8:64:64,192.168.100.100/24,fd00:100::100/64 \
                        port1.1,lab1,ens36,02:a1:c0:a8:65:64,192.168.101.100/24,fd00:101::100/64
                        web1 namespace 192.168.100.1 port2.0,lab0,eth0,02:a1:c0:a8:64:c8,192.168.100.200/24,fd00:100::200/64
                        """);
    }

    @Test
    void shouldSayHowManyHostsAreGuests() throws IOException {
        assertThat(home.resolve("aloft-lab/setup/lab.conf")).content().startsWith("GUESTS=1\n");
    }

    @Test
    void shouldKnowEveryHostsKey() throws IOException {
        String key = Files.readString(folder.files(spec.hosts().get(1)).resolve("etc/ssh/ssh_host_ed25519_key.pub"));
        assertThat(Files.readAllLines(folder.knownHosts()))
                .hasSize(2)
                .contains("192.168.100.200 " + key.substring(0, key.lastIndexOf(' ')));
    }

    @Test
    void shouldLetNobodyElseReadItsKeys() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.key())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldNotTakeAwayAFolderThatIsNoLab() throws IOException {
        Files.createDirectories(home.resolve("mine"));
        Files.writeString(home.resolve("mine/letter"), "keep");
        assertThat(new LabFolder(home.resolve("mine")).isOurs()).isFalse();
        Teardown teardown =
                new Teardown(new LabFolder(home.resolve("mine")), new ControlGroup(home.resolve("nothing")), "mine");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(teardown::run)
                .withMessageContaining("is in the way, and no lab");
        assertThat(home.resolve("mine/letter")).hasContent("keep");
    }

    @Test
    void shouldNotBeFoundBeforeItIsReady() throws IOException {
        assertThat(Lab.find(home, "aloft-lab")).isEmpty();
        folder.markReady();
        assertThat(Lab.find(home, "aloft-lab").orElseThrow().sshCommand("web1"))
                .containsExactly("ssh", "-F", folder.sshConfig().toString(), "web1");
    }

    @Test
    void shouldNameItsHostsWhenAskedForAnother() throws IOException {
        folder.markReady();
        Lab lab = Lab.find(home, "aloft-lab").orElseThrow();
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> lab.sshCommand("web9"))
                .withMessage("lab aloft-lab has no host web9; its hosts are lvs1, web1");
    }
}
