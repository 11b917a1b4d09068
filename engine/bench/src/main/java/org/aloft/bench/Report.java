package org.aloft.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table of all measurements.
 *
 * @param machine where
 * @param rows grows while measuring, so that a run that is cut short can still be printed
 * @param stolen by measurement: stolen processor time as a share of what was wanted, 0 to 1
 */
record Report(Machine machine, List<Row> rows, Map<String, Double> stolen) {
    private static final String LINE = "%-76s %12s %12s %7s  %-32s %s%n";

    void print(PrintStream output) {
        output.printf(
                "%s, %d cores, Linux %s, Java %s, load %s%n%s; %s%n%n",
                machine.processor(),
                machine.cores(),
                machine.kernel(),
                machine.java(),
                machine.load(),
                machine.aloftd(),
                machine.keepalived());
        Optional<Contest> above = Optional.empty();
        for (Row row : rows) {
            if (!above.equals(Optional.of(row.contest()))) {
                Contest contest = row.contest();
                output.printf(LINE, "", contest.ours(), contest.theirs(), "ratio", "to reach", "");
                above = Optional.of(contest);
            }
            output.printf(
                    LINE,
                    row.what() + ", " + row.unit(),
                    number(row.ours()),
                    row.theirs().map(Report::number).orElse("-"),
                    row.ratio()
                            .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                            .orElse("-"),
                    row.target(),
                    row.verdict().shown());
        }
        output.printf(
                "%nprocessor time stolen by this virtual machine's host: %s%n",
                stolen.entrySet().stream()
                        .map(one -> String.format(Locale.ROOT, "%s %.0f %%", one.getKey(), one.getValue() * 100))
                        .collect(Collectors.joining(", ")));
    }

    private static String number(double value) {
        String format = value == Math.rint(value) ? "%.0f" : Math.abs(value) < 1 ? "%.3f" : "%.1f";
        return String.format(Locale.ROOT, format, value);
    }

    void write(Path file) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
                json.useDefaultPrettyPrinter();
                write(json);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", 2);
        json.writeObjectFieldStart("machine");
        json.writeStringField("processor", machine.processor());
        json.writeNumberField("cores", machine.cores());
        json.writeStringField("kernel", machine.kernel());
        json.writeStringField("java", machine.java());
        json.writeStringField("aloftd", machine.aloftd());
        json.writeStringField("keepalived", machine.keepalived());
        json.writeStringField("load", machine.load());
        json.writeEndObject();
        json.writeObjectFieldStart("stolen");
        for (Map.Entry<String, Double> one : stolen.entrySet()) {
            json.writeNumberField(one.getKey(), one.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("rows");
        for (Row row : rows) {
            write(json, row);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("what", row.what());
        json.writeStringField("unit", row.unit());
        json.writeNumberField(row.contest().ours(), row.ours());
        if (row.theirs().isPresent()) {
            json.writeNumberField(row.contest().theirs(), row.theirs().get());
        }
        if (row.ratio().isPresent()) {
            json.writeNumberField("ratio", row.ratio().get());
        }
        json.writeStringField("target", row.target());
        json.writeStringField("verdict", row.verdict().name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("samples");
        for (List<Double> samples : row.samples()) {
            json.writeArray(samples.stream().mapToDouble(Double::doubleValue).toArray(), 0, samples.size());
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
