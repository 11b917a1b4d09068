package org.aloft.desugar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Compiles {@code Sample.java}, which has a lambda of each kind, and runs it as it is and desugared. */
class DesugarTest {
    @TempDir
    private Path folder;

    private Path compiled(String source) throws IOException {
        Path file = Files.createDirectories(folder.resolve("src")).resolve("Sample.java");
        Files.writeString(file, source);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-proc:none", "-d", classes.toString(), file.toString());
        assertThat(status).as("of javac").isZero();
        return classes;
    }

    private Path sample() throws IOException {
        try (var text = DesugarTest.class.getResourceAsStream("Sample.java.txt")) {
            return compiled(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Object call(Path classes, String method) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            Method found = loader.loadClass("Sample").getDeclaredMethod(method);
            found.setAccessible(true);
            return found.invoke(null);
        }
    }

    /** {@code CLASS.METHOD} of the bootstrap of each invokedynamic instruction. */
    private static List<String> bootstraps(Path classes) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(classes)) {
            new ClassReader(Files.readAllBytes(file))
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String name, String type, String generic, String[] thrown) {
                                    return new MethodVisitor(Opcodes.ASM9) {
                                        @Override
                                        public void visitInvokeDynamicInsn(
                                                String method, String type, Handle by, Object... more) {
                                            found.add(by.getOwner().replaceFirst(".*/", "") + "." + by.getName());
                                        }
                                    };
                                }
                            },
                            0);
        }
        return found;
    }

    private static List<Path> files(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "references",
        "lambdas",
        "captures",
        "numbers",
        "constructors",
        "privates",
        "nested",
        "interfaces",
        "generics",
        "thrown"
    })
    void shouldChangeNothingOfWhatAProgramDoes(String method) throws Exception {
        Path classes = sample();
        Object before = call(classes, method);
        assertThat(bootstraps(classes)).contains("LambdaMetafactory.metafactory");

        Desugar.run(classes);

        assertThat(bootstraps(classes)).doesNotContain("LambdaMetafactory.metafactory");
        assertThat(call(classes, method)).isEqualTo(before).isNotNull();
    }

    @Test
    void shouldMakeOneForAllOfALambdaThatCapturesNothing() throws Exception {
        Path classes = sample();
        Desugar.run(classes);

        assertThat(call(classes, "sameEachTime")).isEqualTo(true);
    }

    @Test
    void shouldLeaveWhatNeedsMoreThanOneMethod() throws Exception {
        Path classes = compiled("""
                import java.io.Serializable;
                import java.util.function.Supplier;

                class Sample {
                    static Object kept() {
                        return ((Supplier<String> & Serializable) () -> "kept").get();
                    }
                }
                """);
        Desugar.run(classes);

        assertThat(bootstraps(classes)).contains("LambdaMetafactory.altMetafactory");
        assertThat(call(classes, "kept")).isEqualTo("kept");
    }

    @Test
    void shouldLeaveAMethodOfTheSuperclass() throws Exception {
        Path classes = compiled("""
                import java.util.function.Supplier;

                class Sample {
                    @Override
                    public String toString() {
                        Supplier<Integer> other = super::hashCode;
                        return "same: " + (other.get() == System.identityHashCode(this));
                    }

                    @Override
                    public int hashCode() {
                        return 0;
                    }

                    static Object told() {
                        return new Sample().toString();
                    }
                }
                """);
        Desugar.run(classes);

        assertThat(call(classes, "told")).isEqualTo("same: true");
    }

    @Test
    void shouldTouchNothingTheSecondTime() throws Exception {
        Path classes = sample();
        assertThat(Desugar.run(classes)).isPositive();
        List<Path> files = files(classes);

        assertThat(Desugar.run(classes)).isZero();
        assertThat(files(classes)).isEqualTo(files);
    }

    @Test
    void shouldRemoveTheClassesOfLambdasThatAreGone() throws Exception {
        Desugar.run(compiled("class Sample { Runnable a = () -> {}; Runnable b = () -> {}; }"));
        Path classes = compiled("class Sample { Runnable a = () -> {}; }");

        assertThat(Desugar.run(classes)).isEqualTo(1);
        assertThat(files(classes))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("Sample$$L1.class", "Sample.class");
    }

    @Test
    void shouldGiveTheSameBytesForTheSameClasses() throws Exception {
        Path classes = sample();
        Desugar.run(classes);
        List<String> first = contents(classes);
        sample();
        Desugar.run(classes);

        assertThat(contents(classes)).isEqualTo(first);
    }

    private static List<String> contents(Path classes) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : files(classes)) {
            contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return contents;
    }

    @Test
    void shouldLeaveTheFoldersThatAreNamed() throws Exception {
        Path classes = compiled("package left; class Sample { Runnable a = () -> {}; }");
        Desugar.main(new String[] {classes.toString(), "left"});
        assertThat(files(classes)).hasSize(1);
        Desugar.main(new String[] {classes.toString()});
        assertThat(files(classes)).hasSize(2);
    }
}
