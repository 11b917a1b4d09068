package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.FileCheckBlock;
import org.aloft.agent.config.TrackWeight;

/** Keywords of {@code FILE_CHECK}. */
final class FileCheckLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("FILE_CHECK")
            .word("track_file", (arguments, draft) -> draft.file = arguments.word("the name of a track_file"))
            .word("weight", (arguments, draft) -> draft.weight = weight(arguments))
            // The manual of 2.2.7 documents it, its program does not know it: the number always changes the weight
            // there, and here.
            .word("dynamic", (arguments, draft) -> {});

    private FileCheckLanguage() {}

    private static final class Draft {
        Optional<String> file = Optional.empty();
        Optional<TrackWeight> weight = Optional.empty();
    }

    static Optional<CheckBlock> read(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        if (draft.file.isEmpty()) {
            CheckLanguage.missing(arguments, VOCABULARY, "track_file NAME");
        }
        return draft.file.map(file -> new FileCheckBlock(file, draft.weight));
    }

    private static Optional<TrackWeight> weight(Arguments arguments) {
        Optional<Integer> factor = arguments.integer(-Integer.MAX_VALUE, Integer.MAX_VALUE);
        boolean reverse = arguments.take("reverse");
        return factor.map(number -> new TrackWeight(number, reverse));
    }
}
