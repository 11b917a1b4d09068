package org.aloft.plan;

import java.util.regex.Pattern;
import org.aloft.plan.facts.FileFact;
import org.aloft.plan.resource.FileResource;

/** What changes in a file, with secrets replaced on both sides: what stands there may hold an older one. */
final class FileDiff {
    private static final Pattern SECRET =
            Pattern.compile("(?im)^(.*\\b(?:auth_pass|passw(?:or)?d|secret|token)\\b[ \\t:=]*).+$");

    private FileDiff() {}

    static Diff of(FileFact.Present present, FileResource file) {
        if (present.content().isEmpty()) {
            return new Diff("(" + present.sizeBytes() + " bytes are replaced: too long to show)\n");
        }
        String before = present.content().get();
        String shownBefore = file.sensitive() ? SECRET.matcher(before).replaceAll("$1********") : before;
        String diff = UnifiedDiff.of(shownBefore, file.shown());
        if (!diff.isEmpty()) {
            return new Diff(diff);
        }
        return new Diff(file.sensitive() ? "(only a secret changes)\n" : "(only the line end at its end changes)\n");
    }
}
