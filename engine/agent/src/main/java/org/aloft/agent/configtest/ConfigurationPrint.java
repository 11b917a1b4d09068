package org.aloft.agent.configtest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.difference.ConfigurationDocument;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Surroundings;

/** One run of {@code aloftd --print-config}: reads the file, prints what it says. The machine is not looked at. */
public final class ConfigurationPrint {
    private ConfigurationPrint() {}

    /**
     * Prints the document, also of a file that cannot be used.
     *
     * @return whether the file can be used
     * @throws IOException if it cannot even be read
     */
    public static boolean run(Path file, Surroundings surroundings, PrintStream output) throws IOException {
        List<Statement> statements = ConfigurationReader.statements(file, surroundings);
        try {
            Configuration configuration = ConfigurationReader.read(file, surroundings);
            output.writeBytes(print(statements, configuration.warnings(), Optional.of(configuration)));
            return true;
        } catch (ConfigurationException refused) {
            output.writeBytes(print(statements, refused.problems(), Optional.empty()));
            return false;
        }
    }

    private static byte[] print(
            List<Statement> statements, List<Problem> problems, Optional<Configuration> configuration) {
        return ConfigurationDocument.write(statements, problems, configuration);
    }
}
