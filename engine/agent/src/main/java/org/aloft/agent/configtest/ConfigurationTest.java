package org.aloft.agent.configtest;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.NamespaceBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.process.NetworkNamespace;

/** One run of {@code aloftd --config-test}: reads the file, looks at the machine, prints what is wrong. */
public final class ConfigurationTest {
    private ConfigurationTest() {}

    /**
     * Prints everything that is wrong, one line each, and a last line that counts.
     *
     * @param withMachine false to look at the text alone
     * @param result where the last line goes
     * @param diagnostics where all else goes
     * @return whether the file can be used here
     */
    public static boolean run(
            Path file, Surroundings surroundings, boolean withMachine, PrintStream result, PrintStream diagnostics) {
        try {
            Reading reading = ConfigurationReader.readWithPlaces(file, surroundings);
            List<Problem> problems = new ArrayList<>(reading.configuration().warnings());
            problems.addAll(WeightRules.check(reading));
            if (withMachine) {
                problems.addAll(onThisMachine(reading));
            }
            problems.forEach(diagnostics::println);
            long errors = errors(problems);
            result.println(errors == 0 ? fine(file, reading.configuration(), problems) : refused(file, problems));
            return errors == 0;
        } catch (ConfigurationException refused) {
            refused.problems().forEach(diagnostics::println);
            result.println(refused(file, refused.problems()));
            return false;
        }
    }

    private static List<Problem> onThisMachine(Reading reading) {
        List<Problem> missing = missingNamespaces(reading);
        if (!missing.isEmpty()) {
            return missing;
        }
        try {
            return MachineRules.check(reading, MachineProbe.look(reading.configuration()));
        } catch (KernelException unknown) {
            String message = "the file could not be compared with this machine: " + unknown.getMessage();
            return List.of(new Problem(reading.places().find(), Problem.Severity.WARNING, message));
        }
    }

    private static List<Problem> missingNamespaces(Reading reading) {
        List<Problem> missing = new ArrayList<>();
        NamespaceBlock namespaces = reading.configuration().global().process().namespaces();
        namespaces.own().ifPresent(name -> mustExist(name, reading.places().find("net_namespace"), missing));
        namespaces
                .ipvs()
                .flatMap(NamespaceBlock.Ipvs::name)
                .ifPresent(name -> mustExist(name, reading.places().find("net_namespace_ipvs"), missing));
        return missing;
    }

    private static void mustExist(String namespace, Position line, List<Problem> missing) {
        try {
            boolean unused = NetworkNamespace.named(namespace).isOurs();
        } catch (KernelException refused) {
            missing.add(new Problem(line, Problem.Severity.ERROR, refused.getMessage()));
        }
    }

    private static long errors(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
    }

    private static String fine(Path file, Configuration configuration, List<Problem> warnings) {
        String counts = configuration.instances().size() + " vrrp_instance, "
                + configuration.virtualServers().size() + " virtual_server";
        return file + ": fine; " + counts + (warnings.isEmpty() ? "" : "; " + count(warnings.size(), "warning"));
    }

    private static String refused(Path file, List<Problem> problems) {
        long errors = errors(problems);
        long warnings = problems.size() - errors;
        return file + ": refused; " + count(errors, "error") + (warnings == 0 ? "" : ", " + count(warnings, "warning"));
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
