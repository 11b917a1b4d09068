package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts at the repository's root are POSIX sh without a known trap; and what the launcher finds out, run in a
 * checkout of its own that is built already, with a Java that tells what it is given.
 */
class LauncherTest {
    private static final Path HOME = Path.of(System.getProperty("aloft.home"));
    private static final String TELLS =
            "echo \"terminals=$ALOFT_TERMINAL columns=${COLUMNS-} lines=${LINES-}\" >\"$SEEN\"\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"aloft", ".ci/run", "engine/cli/training/greeting"})
    void shouldPassShellcheck(String script) throws IOException, InterruptedException {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");

        assertThat(run("shellcheck", HOME.resolve(script).toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aloft", ".ci/run", "engine/cli/training/greeting"})
    void shouldBeUnderstoodByThePlainestShell(String script) throws IOException, InterruptedException {
        assertThat(Files.isExecutable(HOME.resolve(script))).isTrue();
        assertThat(Files.readString(HOME.resolve(script))).startsWith("#!/bin/sh\n");
        assertThat(run("sh", "-n", HOME.resolve(script).toString())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'',                        terminals=012 columns=97 lines=31",
        "2>/dev/null,               terminals=01 columns=97 lines=31",
        ">/dev/null,                terminals=02 columns=97 lines=31",
        "</dev/null >/dev/null 2>&1, terminals= columns=33 lines="
    })
    void shouldTellJavaWhichStreamsAreATerminalAndItsSize(String redirections, String told) throws Exception {
        Path seen = folder.resolve("seen");
        Path java = java("17.0.1", TELLS);

        onTerminal("SEEN='" + seen + "' ALOFT_JAVA='" + java + "' COLUMNS=33 '" + checkout() + "/aloft' plan "
                + redirections);

        assertThat(seen).hasContent(told);
    }

    @Test
    void shouldTellJavaThatNothingIsATerminal() throws Exception {
        Path seen = folder.resolve("seen");

        run(Map.of("SEEN", seen.toString(), "ALOFT_JAVA", java("17.0.1", TELLS).toString()), checkout() + "/aloft");

        assertThat(seen).content().startsWith("terminals= ");
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "NO_COLOR=1, false",
        "CLICOLOR_FORCE=1 TERM=dumb, true",
        "TERM=dumb, false",
        "NO_COLOR=1 CLICOLOR_FORCE=1, false"
    })
    void shouldColourHelpAsTheEnvironmentWishes(String settings, boolean colour) throws Exception {
        String real = System.getProperty("java.home") + "/bin/java";
        Path java = java(
                "17.0.1",
                "exec '" + real + "' -cp '" + System.getProperty("java.class.path") + "' org.aloft.cli.Aloft --help\n");

        String shown = onTerminal("unset NO_COLOR CLICOLOR CLICOLOR_FORCE; TERM=xterm; " + export(settings)
                + "ALOFT_JAVA='" + java + "' '" + checkout() + "/aloft' --help");

        assertThat(shown).contains("Exit codes:");
        assertThat(shown.contains("\u001b[")).as(shown).isEqualTo(colour);
    }

    @Test
    void shouldAskForANewClusterOnATerminal() throws Exception {
        Path mine = folder.resolve("mine");
        Path java = java(
                "17.0.1",
                "exec '" + System.getProperty("java.home") + "/bin/java' -cp '" + System.getProperty("java.class.path")
                        + "' org.aloft.cli.Aloft init '" + mine + "'\n");
        Path answers = Files.writeString(
                folder.resolve("answers"),
                "\n192.168.1.400\n192.168.1.10\n\n\nlvs1=192.168.1.11 lvs2=192.168.1.12\nweb1=192.168.1.21\nops\n");

        String shown = onTerminal("ALOFT_JAVA='" + java + "' '" + checkout() + "/aloft' init", answers);

        assertThat(shown).contains("[lvs-dr]: ", "192.168.1.400", "[eth0]: ", "aloft plan " + mine);
        assertThat(mine.resolve("hosts.ini")).content().contains("web1 ansible_host=192.168.1.21", "ansible_user=ops");
        assertThat(mine.resolve("topology.yml")).content().contains("vips: [192.168.1.10]", "interface: eth0");
    }

    private static String export(String settings) {
        return settings.isEmpty() ? "export TERM; " : "export TERM " + settings + "; ";
    }

    @ParameterizedTest
    @CsvSource({"11.0.2, 11", "1.8.0_292, 8"})
    void shouldRefuseAJavaThatIsTooOldInOneLine(String version, String named) throws Exception {
        Path java = java(version, "echo UnsupportedClassVersionError; exit 1\n");
        Process process = start(Map.of("ALOFT_JAVA", java.toString()), checkout() + "/aloft", "plan");

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output)
                .startsWith("aloft: " + java + " is Java " + named + "; Aloft needs version 17 or newer\n    ");
        assertThat(output.lines()).hasSize(2);
    }

    @Test
    void shouldReadTheVersionOfAJavaWithoutStartingIt() throws Exception {
        Path home = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"16.0.1\"\n");
        Path java = executable(home.resolve("bin/java"), "#!/bin/sh\necho started >'" + folder + "/started'\n");

        Process process = start(Map.of("ALOFT_JAVA", java.toString()), checkout() + "/aloft", "plan");

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("is Java 16;");
        assertThat(folder.resolve("started")).doesNotExist();
    }

    /** The build itself fails here, for there is nothing to build: what counts is whose files it leaves. */
    @Test
    void shouldLeaveTheLockOfTheBuildToTheOwnerOfTheCheckout() throws Exception {
        String owner = System.getProperty("user.name");
        Path checkout = checkout();
        Files.delete(checkout.resolve("engine/cli/target/ready"));
        if (owner.equals("root")) {
            Packages.provide("sudo", "/usr/bin/sudo");
            owner = "nobody";
            run(Map.of(), "chmod", "755", folder.toString());
            run(Map.of(), "chown", "-R", owner, checkout.toString());
        }

        Process process = start(Map.of("ALOFT_JAVA", java("17.0.1", "exit 1\n").toString()), checkout + "/aloft");
        process.getInputStream().readAllBytes();

        assertThat(process.waitFor()).isEqualTo(1);
        Path lock = checkout.resolve("engine/cli/target/build.lock");
        assertThat(Files.getOwner(lock).getName()).isEqualTo(owner);
        assertThat(Files.isReadable(lock)).isTrue();
    }

    /** All of it is built by a Maven that only copies; the rest is as on a user's machine. */
    @Test
    void shouldKeepReadyInAnArchiveWhatAPlanLoads() throws Exception {
        Path checkout = checkout();
        Path target = checkout.resolve("engine/cli/target");
        Files.delete(target.resolve("ready"));
        copy(HOME.resolve("engine/cli/training"), checkout.resolve("engine/cli/training"));
        Path bundle = Files.createDirectories(checkout.resolve("engine/agent/target/bundle"));
        Files.writeString(bundle.resolve("aloftd-1.tar.gz"), "");
        Files.writeString(
                bundle.resolve("bundle.properties"),
                "id=0123456789ab\nfile=aloftd-1.tar.gz\nsha256=" + "0".repeat(64) + "\narchitecture=x86_64\n");
        Path built = jars(System.getProperty("java.class.path"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        executable(bin.resolve("mvn"), "#!/bin/sh\ncp -r '" + built + "' '" + target + "/lib'\n");
        String java = System.getProperty("java.home") + "/bin/java";

        String said = run(
                Map.of("ALOFT_JAVA", java, "PATH", bin + ":" + System.getenv("PATH")),
                checkout + "/aloft",
                "--version");

        assertThat(said).contains("aloft " + Aloft.VERSION);
        assertThat(target.resolve("aloft.classes"))
                .content()
                .contains("org/aloft/plan/rollout/Planner ", "com/jcraft/jsch/Session ");
        String loaded = run(
                java,
                "-Xshare:on",
                "-XX:SharedArchiveFile=" + target.resolve("aloft.jsa"),
                "-XX:+UseSerialGC",
                "-Xlog:class+load",
                "-cp",
                target + "/lib/*",
                "org.aloft.cli.Aloft",
                "--version");
        assertThat(loaded).containsPattern("org\\.aloft\\.cli\\.Aloft source: shared objects file");
    }

    /** Its folders and files in jars, since an archive takes classes from nothing else. */
    private Path jars(String classPath) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("built"));
        int number = 0;
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            Path jar = lib.resolve(++number + ".jar");
            if (Files.isRegularFile(from)) {
                Files.copy(from, jar);
            } else if (Files.isDirectory(from)) {
                jar(from, jar);
            }
        }
        return lib;
    }

    private static void jar(Path from, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(from.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** The launcher in a folder where nothing is left to build. */
    private Path checkout() throws IOException {
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Path target = Files.createDirectories(checkout.resolve("engine/cli/target"));
        Files.createDirectories(checkout.resolve("templates"));
        Files.writeString(checkout.resolve("pom.xml"), "");
        executable(checkout.resolve("aloft"), Files.readString(HOME.resolve("aloft")));
        Files.writeString(target.resolve("ready"), "");
        return checkout;
    }

    /** A Java that says it is of a version, and does something else than run classes. */
    private Path java(String version, String script) throws IOException {
        return executable(
                folder.resolve("java"),
                "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'openjdk version \"" + version
                        + "\" 2021-01-01' >&2; exit; fi\n" + script);
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** Runs a command of the shell on a terminal of 31 rows and 97 columns; what that showed. */
    private String onTerminal(String command) throws IOException, InterruptedException {
        return onTerminal(command, Path.of("/dev/null"));
    }

    /** As {@link #onTerminal(String)}, with a person who types what stands in a file. */
    private String onTerminal(String command, Path typed) throws IOException, InterruptedException {
        Packages.provide("bsdutils", "/usr/bin/script");
        Path script = executable(folder.resolve("command"), "#!/bin/sh\nstty rows 31 cols 97\n" + command + "\n");
        return run(
                Map.of(),
                "sh",
                "-c",
                "exec /usr/bin/script -qec \"'$1'\" /dev/null <\"$2\"",
                "sh",
                script.toString(),
                typed.toString());
    }

    /** What it printed on either stream; it must succeed. */
    private static String run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Process process = start(environment, command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static Process start(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
