package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.aloft.agent.config.KeyPassword;
import org.aloft.agent.config.SslBlock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as OpenSSL writes them, and as they are found at three in the morning. */
class ClientCertificateTest {
    private static final String SECRET = "open.sesame";

    @TempDir
    static Path folder;

    private static OpenSsl openssl;

    @BeforeAll
    static void makeIdentities() throws Exception {
        openssl = new OpenSsl(folder);
        openssl.identity("rsa", "rsa:2048");
        openssl.identity("other", "rsa:2048");
        openssl.identity("ec", "ec -pkeyopt ec_paramgen_curve:P-256");
        openssl.identity("ed", "ed25519");
        openssl.run("ecparam -genkey -name secp384r1 -out parameters.key"); // begins with a block EC PARAMETERS
        openssl.run("req -x509 -days 3 -subj /CN=parameters -key parameters.key -out parameters.crt");
        openssl.run("rsa -traditional -in rsa.key -out rsa-older.key");
        openssl.run("ec -in ec.key -out ec-older.key");
        openssl.run("rsa -traditional -aes128 -passout pass:" + SECRET + " -in rsa.key -out rsa-oldest.key");
        openssl.run("pkcs8 -topk8 -passout pass:" + SECRET + " -in rsa.key -out rsa-encrypted.key");
        openssl.run("pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -passout pass:" + SECRET
                + " -in ec.key -out ec-encrypted.key");
        openssl.run("pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA384 -iter 10000 -passout pass:" + SECRET
                + " -in rsa.key -out rsa-aes128.key");
        openssl.run("pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA1 -passout pass:" + SECRET
                + " -in rsa.key -out rsa-sha1.key");
        openssl.run("req -x509 -days 3 -subj /CN=rsa-by-default -newkey rsa:2048 -passout pass:" + SECRET
                + " -keyout rsa-by-default.key -out rsa-by-default.crt");
        openssl.run("pkcs8 -topk8 -scrypt -passout pass:" + SECRET + " -in rsa.key -out rsa-scrypt.key");
    }

    private static SslBlock block(String key, String certificate, String password) {
        return new SslBlock(
                Optional.of(openssl.file(key)),
                Optional.ofNullable(certificate).map(openssl::file),
                Optional.ofNullable(password).map(KeyPassword::new));
    }

    private static UnusableCertificateException refusal(String key, String certificate, String password) {
        return catchThrowableOfType(
                UnusableCertificateException.class, () -> ClientCertificate.read(block(key, certificate, password)));
    }

    private static String message(UnusableCertificateException refusal) {
        return refusal.getMessage().replace(folder + "/", "");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.key, rsa, ",
        "rsa-older.key, rsa, ",
        "ec.key, ec, ",
        "ec-older.key, ec, ",
        "parameters.key, parameters, ",
        "ed.key, ed, ",
        "rsa-encrypted.key, rsa, " + SECRET,
        "ec-encrypted.key, ec, " + SECRET,
        "rsa-by-default.key, rsa-by-default, " + SECRET,
        "rsa-aes128.key, rsa, " + SECRET,
        "rsa-sha1.key, rsa, " + SECRET,
        "rsa.key, rsa, not-needed"
    })
    void shouldReadWhatOpenSslWrites(String key, String name, String password) throws Exception {
        ClientCertificate found =
                ClientCertificate.read(block(key, name + ".crt", password)).orElseThrow();
        assertThat(found).hasToString("the certificate of CN=" + name);
        assertThat(found.key().getEncoded()).isNotEmpty();
    }

    @Test
    void shouldTakeTheCertificateAndItsIssuersFromTheFileOfTheKeyWhenNoOtherIsNamed() throws Exception {
        Files.writeString(
                openssl.file("both.pem"),
                "Bag Attributes\n" + text("rsa.crt") + "# its issuer\n" + text("other.crt") + text("rsa.key"));
        ClientCertificate found =
                ClientCertificate.read(block("both.pem", null, null)).orElseThrow();
        assertThat(found.chain())
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=rsa", "CN=other");
    }

    @Test
    void shouldBeNobodyWhenTheBlockNamesNoFile() throws Exception {
        assertThat(ClientCertificate.read(SslBlock.NONE)).isEmpty();
    }

    @Test
    void shouldBeTheSameUntilItsFilesChange() throws Exception {
        ClientCertificate first =
                ClientCertificate.read(block("rsa.key", "rsa.crt", null)).orElseThrow();
        assertThat(ClientCertificate.read(block("rsa-older.key", "rsa.crt", null)))
                .contains(first);
        assertThat(ClientCertificate.read(block("other.key", "other.crt", null)))
                .get()
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing.key | rsa.crt | | key | key missing.key cannot be used: there is no such file; put it there",
                "rsa.key | missing.crt | | certificate | certificate missing.crt cannot be used: there is no such file;",
                ". | rsa.crt | | key | cannot be used: it is no ordinary file",
                "rsa.crt | rsa.crt | | key | key rsa.crt has no private key in it; name a PEM file that has one",
                "rsa.key | | | key | key rsa.key has no certificate in it; add the certificate to this file, or name its own",
                "rsa.key | ec.key | | certificate | certificate ec.key has no certificate in it; name a PEM file that has one",
                "rsa.key | other.crt | | key | does not belong to the first certificate of other.crt, which is that of CN=other;",
                "rsa.key | ec.crt | | key | does not belong to the first certificate of ec.crt",
                "rsa-encrypted.key | rsa.crt | | key | is encrypted; write password into the block SSL",
                "rsa-encrypted.key | rsa.crt | s3same | password | password does not open key rsa-encrypted.key; write the one",
                "rsa-scrypt.key | rsa.crt | open.sesame | key | does not know; encrypt it in another: openssl pkcs8 -topk8",
                "rsa-oldest.key | rsa.crt | open.sesame | key | -v2prf hmacWithSHA256 -in rsa-oldest.key -out",
            })
    void shouldSayWhatIsWrongWithWhichFileAndWhatToDo(
            String key, String certificate, String password, String keyword, String sentence) {
        UnusableCertificateException refusal = refusal(key, certificate, password);
        assertThat(message(refusal)).contains(sentence);
        assertThat(refusal.keyword()).isEqualTo(keyword);
        if (password != null) {
            assertThat(refusal.getMessage()).doesNotContain(password);
        }
    }

    @Test
    void shouldBecomeReadableByTheCommandThatTheMessageNames() throws Exception {
        String message = message(refusal("rsa-oldest.key", "rsa.crt", SECRET));
        String command = message.substring(message.indexOf("openssl pkcs8") + "openssl ".length());
        openssl.run(command + " -passin pass:" + SECRET + " -passout pass:" + SECRET);
        assertThat(ClientCertificate.read(block("rsa-oldest.key.new", "rsa.crt", SECRET)))
                .isPresent();
    }

    /**
     * As a reload finds it while somebody copies it: every way to cut a file off is told, and none is half a
     * certificate.
     */
    @ParameterizedTest
    @CsvSource({"rsa.key", "ec-older.key", "rsa.crt"})
    void shouldRefuseAFileThatIsHalfWritten(String name) throws Exception {
        String whole = text(name).strip();
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(openssl.file("half"), whole.substring(0, length));
            boolean isKey = name.endsWith("key");
            assertThat(isKey ? refusal("half", "rsa.crt", null) : refusal("rsa.key", "half", null))
                    .as("%s cut off after %s characters", name, length)
                    .isNotNull();
        }
    }

    @Test
    void shouldRefuseAFileThatIsDamagedOrEndless() throws Exception {
        String key = text("rsa.key");
        int middle = key.length() / 2;
        Files.writeString(openssl.file("damaged"), key.substring(0, middle) + "%" + key.substring(middle + 1));
        assertThat(message(refusal("damaged", "rsa.crt", null))).contains("its block PRIVATE KEY is damaged");
        Files.writeString(
                openssl.file("empty-key"), "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----");
        assertThat(message(refusal("empty-key", "rsa.crt", null))).contains("an element is cut short; look at it");
        Files.writeString(openssl.file("long"), key.repeat(1 + (1 << 20) / key.length()));
        assertThat(message(refusal("long", "rsa.crt", null))).contains("it is longer than a MiB");
        Files.writeString(openssl.file("bad.crt"), "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----");
        assertThat(message(refusal("rsa.key", "bad.crt", null)))
                .contains("certificate bad.crt has a certificate that cannot be read:");
    }

    private static String text(String name) throws IOException {
        return Files.readString(openssl.file(name));
    }
}
