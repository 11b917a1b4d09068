package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The table of codes in the module's README is that of the code: {@link Lint}, and what the sources tell beside it. */
class CodesTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9-]+)` \\| (error|warning) \\| (.+) \\|");

    private record Row(String severity, String meaning) {}

    private static Map<String, Row> readme() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(rows.put(row.group(1), new Row(row.group(2), row.group(3))))
                        .as("rows of " + row.group(1))
                        .isNull();
            }
        }
        return rows;
    }

    @Test
    void shouldListEveryLintAsItIsInTheCode() throws IOException {
        Map<String, Row> rows = readme();
        for (Lint lint : Lint.values()) {
            String severity =
                    switch (lint.severity()) {
                        case ERROR -> "error";
                        case WARNING -> "warning";
                    };
            assertThat(rows.get(lint.code())).as(lint.code()).isEqualTo(new Row(severity, lint.meaning()));
        }
    }

    @Test
    void shouldListEveryOtherCode() throws IOException {
        List<String> lints = Arrays.stream(Lint.values()).map(Lint::code).toList();
        Map<String, String> others = codesOfTheSources();
        KeepalivedWords.all().values().forEach(answer -> others.put(answer.code(), "error"));
        others.keySet().removeAll(lints);
        assertThat(others).hasSizeGreaterThan(40).containsKeys("wrong-type", "no-unit", "not-yet", "empty");
        Map<String, String> listed = new TreeMap<>();
        readme().forEach((code, row) -> listed.put(code, row.severity()));
        listed.keySet().removeAll(lints);
        assertThat(listed).isEqualTo(others);
    }

    /** Code → severity, wherever one stands as a literal. */
    private static Map<String, String> codesOfTheSources() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, String> codes = new TreeMap<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> paths =
                    sources.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(paths));
            for (CompilationUnitTree source : task.parse()) {
                source.accept(new Told(codes), null);
            }
        }
        return codes;
    }

    /** The calls that tell a problem, or throw what becomes one, and which of their arguments is the code. */
    private static final class Told extends TreeScanner<Void, Void> {
        private final Map<String, String> codes;

        Told(Map<String, String> codes) {
            this.codes = codes;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            String name = call.getMethodSelect().toString();
            name = name.substring(name.lastIndexOf('.') + 1);
            List<? extends ExpressionTree> arguments = call.getArguments();
            if (name.equals("add") && arguments.size() == 5) {
                literals(arguments.get(2), "error");
            } else if (name.equals("warn") && arguments.size() == 5) {
                literals(arguments.get(2), "warning");
            } else if (name.equals("refuse") && arguments.size() >= 4) {
                literals(arguments.get(1), "error");
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            switch (made.getIdentifier().toString()) {
                case "BadValue", "Foreign" -> literals(made.getArguments().get(0), "error");
                case "Problem" -> literals(made.getArguments().get(5), "error");
                default -> {}
            }
            return super.visitNewClass(made, null);
        }

        private void literals(Tree argument, String severity) {
            argument.accept(
                    new TreeScanner<Void, Void>() {
                        @Override
                        public Void visitConditionalExpression(ConditionalExpressionTree choice, Void nothing) {
                            scan(choice.getTrueExpression(), null);
                            return scan(choice.getFalseExpression(), null);
                        }

                        @Override
                        public Void visitLiteral(LiteralTree literal, Void nothing) {
                            if (literal.getValue() instanceof String code) {
                                codes.merge(code, severity, (one, other) -> one.equals(other) ? one : "both");
                            }
                            return null;
                        }
                    },
                    null);
        }
    }
}
