package org.aloft.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.aloft.plan.rollout.PlanOptions;
import org.aloft.plan.saved.Planned;
import org.aloft.plan.saved.SavedPlan;
import org.aloft.plan.saved.SavedPlanJson;

/**
 * A plan in a file: {@code aloft plan -o FILE} writes it, {@code aloft apply FILE} carries it out.
 *
 * @param file where it lies
 * @param plan what it holds
 */
record KeptPlan(Path file, SavedPlan plan) {
    private static final int BEGINNING = 100;
    /** Of what differs, as much is said. */
    private static final int MOST_SAID = 5;

    /** The plan in a file that the command line names in place of a topology; empty when that is no plan. */
    static Optional<KeptPlan> find(Optional<Path> named) throws Failure {
        if (named.isEmpty() || !holdsPlan(named.get())) {
            return Optional.empty();
        }
        Path file = named.get();
        try {
            return Optional.of(new KeptPlan(file, SavedPlanJson.read(Files.readString(file))));
        } catch (IllegalArgumentException | IOException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    file + " cannot be used as a plan: " + e.getMessage(),
                    "make it anew:  aloft plan -o " + file,
                    e);
        }
    }

    private static boolean holdsPlan(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        char[] beginning = new char[BEGINNING];
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int length = Math.max(0, reader.read(beginning));
            return SavedPlanJson.begins(new String(beginning, 0, length));
        } catch (IOException unreadable) {
            return false; // whoever reads it as a topology says why
        }
    }

    /** Writes it where only its owner can read it: beside, and then renamed, so that it is whole or not there. */
    void write() throws Failure {
        if (Files.exists(file) && !holdsPlan(file)) {
            throw new Failure(
                    ExitCode.USAGE, file + " is there already, and is no plan", "name another file, or remove it");
        }
        try {
            Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".aloft-", ".plan");
            try {
                try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(SavedPlanJson.write(plan).getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the plan cannot be kept in " + file + ": " + e,
                    "name a file in a folder that you may write to",
                    e);
        }
    }

    Path topology() {
        return Path.of(plan.origin().topology());
    }

    List<Path> inventories() {
        return plan.origin().inventories().stream().map(Path::of).toList();
    }

    PlanOptions options() {
        return plan.options();
    }

    /**
     * Refuses a plan that was carried out already, and one that is not what would be planned now.
     *
     * @param now made with this one's options
     */
    void requireSame(Planned now) throws Failure {
        boolean nothingLeft = !now.plan().hasChanges() && plan.steps() > 0;
        if (nothingLeft && plan.wantsTheSame(now)) {
            throw new Failure(
                    ExitCode.FAILED,
                    "there is nothing to do any more: all that " + file + " wants is there",
                    "a plan is used once; remove it");
        }
        List<String> differences = plan.differences(now, Aloft.VERSION);
        if (!differences.isEmpty()) {
            int more = differences.size() - MOST_SAID;
            throw new Failure(
                    ExitCode.FAILED,
                    file + " is stale, nothing was done: "
                            + String.join("; ", differences.subList(0, Math.min(MOST_SAID, differences.size())))
                            + (more > 0 ? "; and " + more + " more" : ""),
                    "look at a new one:  aloft plan -o " + file);
        }
    }
}
