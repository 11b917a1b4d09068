package org.aloft.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.aloft.verify.report.Report;
import org.aloft.verify.report.ReportHtml;
import org.aloft.verify.report.ReportJson;

/**
 * Where a verification's report is kept.
 *
 * @param html for people
 * @param json for machines
 */
record ReportFolder(Path html, Path json) {
    /** Makes the folder; called before a drill, so that none runs in vain. */
    static ReportFolder make(Path folder) throws Failure {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
        return new ReportFolder(folder.resolve("report.html"), folder.resolve("report.json"));
    }

    /** Writes both files. */
    void write(Report report) throws Failure {
        try {
            Files.writeString(html, ReportHtml.render(report, ZoneId.systemDefault()));
            Files.writeString(json, ReportJson.render(report, Aloft.VERSION));
        } catch (IOException e) {
            throw cannotWrite(html.getParent(), e);
        }
    }

    /** The report as JSON, with the absolute paths of both files; ended by a newline. */
    String document(Report report) {
        ObjectNode document = ReportJson.tree(report, Aloft.VERSION);
        document.putObject("report").put("html", shown(html)).put("json", shown(json));
        return document.toPrettyString() + "\n";
    }

    private static String shown(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static Failure cannotWrite(Path folder, IOException e) {
        return new Failure(
                ExitCode.FAILED,
                "cannot write the report to " + folder + ": " + e.getMessage(),
                "--report names another folder",
                e);
    }
}
