package org.aloft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.aloft.topology.problem.Problem;

/** The documents that are the command's own; those of plans, reports and the status are made where these are. */
final class JsonDocument {
    private static final int FORMAT = 1;

    private JsonDocument() {}

    /** An object that says which format it has, and who wrote it. */
    static ObjectNode begin() {
        return begin(JsonNodeFactory.instance.objectNode());
    }

    /** As {@link #begin()}, within an object that is begun already. */
    static ObjectNode begin(ObjectNode node) {
        return node.put("format", FORMAT).put("aloft_version", Aloft.VERSION);
    }

    /** Why a command could not go on: on one line, ended by a newline. */
    static String error(Failure failure) {
        ObjectNode document = begin();
        ObjectNode error = document.putObject("error");
        error.put("message", failure.getMessage());
        error.put("fix", failure.fix());
        error.put("exit_code", failure.exitCode().status());
        mistakes(error.putArray("mistakes"), failure.mistakes());
        return document + "\n";
    }

    /** Mistakes or warnings, in their order. */
    static void mistakes(ArrayNode array, List<Problem> problems) {
        for (Problem problem : problems) {
            array.addObject()
                    .put("file", problem.file().toString())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                    .put("code", problem.code())
                    .put(
                            "message",
                            problem.key().isEmpty() ? problem.message() : problem.key() + ": " + problem.message())
                    .put("fix", problem.fix().orElse(""));
        }
    }
}
