package org.aloft.agent.config.language;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.aloft.agent.config.TrackFileBlock;
import org.aloft.agent.config.TrackWeight;

/** Keywords of {@code track_file}. */
final class TrackFileLanguage {
    /** Beyond it, one step of the number in the file would be more than any priority. */
    private static final int LARGEST = 254;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("track_file")
            .word("file", TrackFileLanguage::file)
            .word("weight", (arguments, draft) -> TrackingLanguage.weight(arguments, LARGEST)
                    .ifPresent(value -> draft.weight = value))
            .word("init_file", (arguments, draft) -> {
                int value = arguments.peek().matches("-?[0-9]+")
                        ? arguments.integer(-999_999_999, 999_999_999).orElse(0)
                        : 0;
                draft.initial = Optional.of(new TrackFileBlock.Initial(value, arguments.take("overwrite")));
            });

    private TrackFileLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<Path> file = Optional.empty();
        TrackWeight weight = new TrackWeight(1, false);
        Optional<TrackFileBlock.Initial> initial = Optional.empty();
    }

    private static void file(Arguments arguments, Draft draft) {
        arguments.word("the path of a file").ifPresent(text -> {
            try {
                draft.file = Optional.of(Path.of(text).toAbsolutePath().normalize());
            } catch (InvalidPathException invalid) {
                arguments.error("file is no path: " + invalid.getMessage() + "; write an absolute path");
            }
        });
    }

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<String> name = arguments.word("a name");
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        if (draft.file.isEmpty()) {
            if (!VOCABULARY.mentions(arguments.block(), "file")) {
                arguments.error("track_file " + name.orElse("") + " names no file; add file /path/to/file");
            }
            return;
        }
        name.ifPresent(given -> configuration.tracking.add(
                new TrackFileBlock(given, draft.file.get(), draft.weight, draft.initial), arguments));
    }
}
