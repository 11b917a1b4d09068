package org.aloft.desugar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes classes of the lambdas in a folder of compiled classes. What has none, or none any more, is not touched. */
public final class Desugar {
    private static final int API = Opcodes.ASM9;

    /** Between the name of a class and the number of a lambda in it. */
    private static final String MARK = "$$L";

    private static final String SUFFIX = ".class";

    private final Path folder;
    private final List<Path> left;
    private final Map<String, byte[]> classes = new TreeMap<>();
    private final Map<String, String> hosts = new TreeMap<>();
    private final Map<String, List<Lambda>> found = new TreeMap<>();

    private Desugar(Path folder, List<Path> left) {
        this.folder = folder;
        this.left = left;
    }

    /**
     * Makes classes of the lambdas in a folder.
     *
     * @param arguments the folder that holds the unnamed package; then folders in it whose lambdas stay, for what is
     *     not run at each start: a class takes more room than a lambda
     * @throws IOException if it cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("give a folder of classes, and folders in it that stay as they are");
        }
        Path folder = Path.of(arguments[0]);
        int made = run(folder, Stream.of(arguments).skip(1).map(folder::resolve).toList());
        System.out.println("lambdas made classes: " + made);
    }

    /** Returns how many lambdas were made classes. */
    static int run(Path folder) throws IOException {
        return run(folder, List.of());
    }

    private static int run(Path folder, List<Path> left) throws IOException {
        Desugar desugar = new Desugar(folder, left);
        desugar.read();
        for (String name : List.copyOf(desugar.classes.keySet())) {
            desugar.replaceLambdas(name);
        }
        desugar.letNestsKnow();
        return desugar.write();
    }

    private void read() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(one ->
                            one.toString().endsWith(SUFFIX) && left.stream().noneMatch(one::startsWith))
                    .toList()) {
                String path = folder.relativize(file).toString();
                String name = path.substring(0, path.length() - SUFFIX.length()).replace('\\', '/');
                classes.put(name, Files.readAllBytes(file));
            }
        }
    }

    private void replaceLambdas(String name) {
        ClassReader reader = new ClassReader(classes.get(name));
        // Nothing is computed anew: one instruction takes the place of another that takes and gives the same.
        ClassWriter writer = new ClassWriter(0);
        Replacer replacer = new Replacer(writer, name);
        reader.accept(replacer, 0);
        hosts.put(name, replacer.host);
        if (!replacer.lambdas.isEmpty()) {
            classes.put(name, writer.toByteArray());
            found.put(name, replacer.lambdas);
        }
    }

    /** A class is in a nest only if the nest's host says so as well (JVMS 17 §5.4.4). */
    private void letNestsKnow() {
        Map<String, List<String>> members = new TreeMap<>();
        found.forEach((owner, lambdas) ->
                lambdas.forEach(lambda -> members.computeIfAbsent(hosts.get(owner), none -> new ArrayList<>())
                        .add(lambda.name())));
        members.forEach((host, names) -> {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(classes.get(host)).accept(new Host(writer, names), 0);
            classes.put(host, writer.toByteArray());
        });
    }

    private int write() throws IOException {
        int made = 0;
        for (Map.Entry<String, List<Lambda>> owner : found.entrySet()) {
            removeEarlier(owner.getKey());
            for (Lambda lambda : owner.getValue()) {
                Files.write(file(lambda.name()), LambdaClass.write(lambda, hosts.get(owner.getKey())));
                made++;
            }
            Files.write(file(hosts.get(owner.getKey())), classes.get(hosts.get(owner.getKey())));
            Files.write(file(owner.getKey()), classes.get(owner.getKey()));
        }
        return made;
    }

    /** A class that was compiled again may have fewer lambdas now. */
    private void removeEarlier(String owner) throws IOException {
        for (String name : classes.keySet()) {
            if (name.startsWith(owner + MARK)) {
                Files.delete(file(name));
            }
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }

    /** Puts a way to each lambda's class in place of the instruction that would have made one. */
    private static final class Replacer extends ClassVisitor {
        private final String owner;
        private final List<Lambda> lambdas = new ArrayList<>();
        private String host;

        Replacer(ClassVisitor next, String owner) {
            super(API, next);
            this.owner = owner;
            this.host = owner;
        }

        @Override
        public void visitNestHost(String nestHost) {
            host = nestHost;
            super.visitNestHost(nestHost);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new MethodVisitor(API, next) {
                @Override
                public void visitInvokeDynamicInsn(String method, String type, Handle bootstrap, Object... arguments) {
                    String made = owner + MARK + (lambdas.size() + 1);
                    Optional<Lambda> lambda = Lambda.of(owner, made, method, type, bootstrap, arguments);
                    if (lambda.isEmpty()) {
                        super.visitInvokeDynamicInsn(method, type, bootstrap, arguments);
                        return;
                    }
                    lambdas.add(lambda.get());
                    use(lambda.get(), getDelegate());
                }
            };
        }

        private static void use(Lambda lambda, MethodVisitor code) {
            if (lambda.capturesNothing()) {
                code.visitFieldInsn(
                        Opcodes.GETSTATIC,
                        lambda.name(),
                        LambdaClass.ONLY,
                        lambda.face().getDescriptor());
            } else {
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC, lambda.name(), LambdaClass.MAKE, lambda.factoryType(), false);
            }
        }
    }

    /** Adds members to a nest; those that are there already stay once. */
    private static final class Host extends ClassVisitor {
        private final List<String> names;

        Host(ClassVisitor next, List<String> names) {
            super(API, next);
            this.names = new ArrayList<>(names);
        }

        @Override
        public void visitNestMember(String member) {
            names.remove(member);
            super.visitNestMember(member);
        }

        @Override
        public void visitEnd() {
            names.forEach(super::visitNestMember);
            super.visitEnd();
        }
    }
}
