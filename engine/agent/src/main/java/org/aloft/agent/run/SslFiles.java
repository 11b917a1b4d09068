package org.aloft.agent.run;

import java.util.List;
import org.aloft.agent.check.ClientCertificate;
import org.aloft.agent.check.TlsIdentity;
import org.aloft.agent.check.UnusableCertificateException;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;

/**
 * Reads the files that the block {@code SSL} names. They are part of the configuration: read and refused together with
 * it. Stateless.
 */
final class SslFiles {
    private SslFiles() {}

    /**
     * For a reload, which leaves all as it is when one of them cannot be used: it may be half written.
     *
     * @throws ConfigurationException at the line that names the file
     */
    static TlsIdentity read(Reading reading) throws ConfigurationException {
        try {
            return TlsIdentity.of(ClientCertificate.read(reading.configuration().ssl()));
        } catch (UnusableCertificateException unusable) {
            throw new ConfigurationException(List.of(new Problem(
                    reading.places().find("SSL", unusable.keyword()), Problem.Severity.ERROR, unusable.getMessage())));
        }
    }

    /**
     * For the start, where nothing is in force that could stay: a director that holds its VIPs and leaves {@code
     * SSL_GET} out serves better than none.
     */
    static TlsIdentity readAtStart(Reading reading) {
        try {
            return read(reading);
        } catch (ConfigurationException unusable) {
            return TlsIdentity.unusable(unusable.problems().get(0).toString());
        }
    }
}
