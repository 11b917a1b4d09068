package org.aloft.topology.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files under {@code src/test/resources/vault} were made by ansible-vault of ansible-core 2.14. */
class VaultTest {
    private static final Path FILES = Path.of("src/test/resources/vault");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "one.vault     | one.password     | 'db_password: hunter2\n'",
                "unicode.vault | unicode.password | 'token: grüße\n'",
                "binary.vault  | binary.password  | exactly 16 bytes",
                "empty.vault   | one.password     | ''",
                "labelled.vault | dev.password    | 'port: 2222\nwords: [alpha, beta]\nnested: {key: deep-word}\nown_text: \"at {{ inventory_hostname }}\"\n'",
            })
    void shouldOpenWhatAnsibleVaultEncrypted(String file, String password, String text) throws Exception {
        assertThat(vault(FILES.resolve(password).toString()).open(read(file))).isEqualTo(text);
    }

    @Test
    void shouldReadTheSameWithOtherLineEndsAndBlanks() throws Exception {
        String indented = read("one.vault").replace("\n", "  \r\n   ");
        assertThat(vault(FILES.resolve("one.password").toString()).open(indented))
                .isEqualTo("db_password: hunter2\n");
    }

    @Test
    void shouldTryThePasswordOfTheLabelFirstAndThenTheOthers() throws Exception {
        List<String> asked = new ArrayList<>();
        Vault right = new Vault(List.of(
                PasswordSource.of("prod@prompt", prompt -> answer("wrong", prompt, asked)),
                PasswordSource.of("dev@" + FILES.resolve("dev.password"), unused -> Optional.empty())));
        assertThat(right.open(read("labelled.vault"))).startsWith("port: 2222\n");
        Vault otherLabel = new Vault(List.of(
                PasswordSource.of("dev@prompt", prompt -> answer("wrong", prompt, asked)),
                PasswordSource.file(FILES.resolve("dev.password").toString())));
        assertThat(otherLabel.open(read("labelled.vault"))).startsWith("port: 2222\n");
        assertThat(asked).containsExactly("Vault password (prod): ", "Vault password (dev): ");
    }

    private static Optional<String> answer(String password, String prompt, List<String> asked) {
        asked.add(prompt);
        return Optional.of(password);
    }

    @Test
    void shouldAskForNothingBeforeSomethingHasToBeOpenedAndThenOnce() throws Exception {
        Path count = folder.resolve("count");
        Path script = script("#!/bin/sh\necho x >> '" + count + "'\necho 'correct horse'\n", "password");
        Vault vault = vault(script.toString());
        assertThat(count).doesNotExist();
        assertThat(vault.open(read("one.vault"))).isEqualTo("db_password: hunter2\n");
        assertThat(vault.open(read("empty.vault"))).isEmpty();
        assertThat(count).hasContent("x");
    }

    @Test
    void shouldTellAScriptThatKeepsSeveralPasswordsWhichOneIsWanted() throws Exception {
        Path script = script(
                "#!/bin/sh\n[ \"$1 $2\" = '--vault-id dev' ] || exit 2\ncat '" + FILES.toAbsolutePath()
                        + "/dev.password'\n",
                "keys-client.sh");
        Vault vault = new Vault(List.of(PasswordSource.of("dev@" + script, unused -> Optional.empty())));
        assertThat(vault.open(read("labelled.vault"))).startsWith("port: 2222\n");
    }

    @Test
    void shouldSayThatThereIsNoPassword() {
        VaultException refused = refused(Vault.closed(), "labelled.vault");
        assertThat(refused.reason()).isEqualTo(VaultException.Reason.NO_PASSWORD);
        assertThat(refused).hasMessage("is encrypted by ansible-vault, and no password was given (vault id dev)");
        assertThat(refused.fix()).isEqualTo("Add --vault-password-file FILE, or --vault-id LABEL@FILE.");
    }

    @Test
    void shouldSayThatNoPasswordOpensItWithoutShowingOne() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "battery staple");
        VaultException refused = refused(vault(wrong.toString()), "one.vault");
        assertThat(refused.reason()).isEqualTo(VaultException.Reason.WRONG_PASSWORD);
        assertThat(refused).hasMessage("is encrypted by ansible-vault, and no password that was given opens it");
        assertThat(refused.fix()).startsWith("Tried: the file " + wrong + ".").doesNotContain("battery");
    }

    @Test
    void shouldSayWhyAPasswordCannotBeHad() throws Exception {
        Files.writeString(folder.resolve("empty"), " \n");
        script("#!/bin/sh\necho half\nexit 3\n", "fails");
        script("no script\n", "odd");
        script("#!/no/such/interpreter\n", "lost");
        assertThat(refused(vault(folder + "/nowhere"), "one.vault"))
                .hasMessageContaining("there is no such file: " + folder + "/nowhere");
        assertThat(refused(vault(folder + "/empty"), "one.vault")).hasMessageContaining("it gives no password");
        assertThat(refused(vault(folder + "/fails"), "one.vault"))
                .hasMessageContaining("failed with exit code 3")
                .hasMessageNotContaining("half");
        assertThat(refused(vault(folder + "/odd"), "one.vault")).hasMessageContaining("chmod -x");
        assertThat(refused(vault(folder + "/lost"), "one.vault")).hasMessageContaining("cannot be run");
        Vault nobodyThere = new Vault(List.of(PasswordSource.of("prompt", unused -> Optional.empty())));
        assertThat(refused(nobodyThere, "one.vault")).hasMessageContaining("no terminal");
    }

    @Test
    void shouldNotGiveAwayWhatWasChangedSinceItWasEncrypted() throws Exception {
        String whole = read("one.vault");
        char last = whole.strip().charAt(whole.strip().length() - 1);
        String changed = whole.strip().substring(0, whole.strip().length() - 1) + (last == '1' ? '2' : '1');
        VaultException refused = catchThrowableOfType(
                VaultException.class, () -> vault(FILES + "/one.password").open(changed));
        assertThat(refused.reason()).isEqualTo(VaultException.Reason.WRONG_PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$ANSIBLE_VAULT;",
                "$ANSIBLE_VAULT;1.1;AES256",
                "$ANSIBLE_VAULT;1.1;AES256\n",
                "$ANSIBLE_VAULT;1.1;AES256\nxyz\n",
                "$ANSIBLE_VAULT;1.1;AES256\n616\n",
                "$ANSIBLE_VAULT;1.1;AES256\n61620a6162\n",
                "$ANSIBLE_VAULT;1.1;AES256\n61620a61620a6162\n",
                "$ANSIBLE_VAULT;1.1;AES256\n0a0a\n",
                "$ANSIBLE_VAULT;1.0;AES\n6162\n",
                "$ANSIBLE_VAULT;9.9;AES256\n6162\n",
            })
    void shouldRefuseWhatAnsibleVaultDoesNotWriteBeforeItAsksForAPassword(String text) {
        Vault vault = new Vault(List.of(PasswordSource.of("prompt", prompt -> {
            throw new AssertionError("asked: " + prompt);
        })));
        VaultException refused = catchThrowableOfType(VaultException.class, () -> vault.open(text));
        assertThat(refused.reason()).isEqualTo(VaultException.Reason.BROKEN);
        assertThat(refused.fix()).isNotEmpty();
    }

    @Test
    void shouldRefuseWhatIsTooLongToBeMeant() {
        String endless = "$ANSIBLE_VAULT;1.1;AES256\n" + "61".repeat(11 * 1024 * 1024);
        assertThatThrownBy(() -> vault(FILES + "/one.password").open(endless)).hasMessageContaining("longer than");
    }

    private VaultException refused(Vault vault, String file) {
        return catchThrowableOfType(VaultException.class, () -> vault.open(read(file)));
    }

    private static Vault vault(String passwordFile) {
        return new Vault(List.of(PasswordSource.file(passwordFile)));
    }

    private static String read(String file) throws Exception {
        return Files.readString(FILES.resolve(file));
    }

    private Path script(String text, String name) throws Exception {
        Path script = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
