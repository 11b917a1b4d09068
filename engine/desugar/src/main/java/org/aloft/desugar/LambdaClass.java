package org.aloft.desugar;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the class that a {@link Lambda} becomes. It belongs to the nest of the class it stands in, and so may call
 * what is private there.
 */
final class LambdaClass {
    /** Holds the only one of a lambda that captures nothing. */
    static final String ONLY = "ONLY";

    /** Makes one from what is captured. */
    static final String MAKE = "make";

    private static final String CONSTRUCTOR = "<init>";
    private static final String OBJECT = "java/lang/Object";

    private final Lambda lambda;
    private final ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    private LambdaClass(Lambda lambda) {
        this.lambda = lambda;
    }

    /** @param nest internal name of the class that is the nest's host */
    static byte[] write(Lambda lambda, String nest) {
        LambdaClass written = new LambdaClass(lambda);
        written.type.visit(V17, ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC, lambda.name(), null, OBJECT, new String[] {
            lambda.face().getInternalName()
        });
        written.type.visitNestHost(nest);
        written.writeFields();
        written.writeConstructor();
        if (lambda.capturesNothing()) {
            written.writeOnly();
        } else {
            written.writeMake();
        }
        written.writeMethod();
        written.type.visitEnd();
        return written.type.toByteArray();
    }

    private String field(int captured) {
        return "captured" + captured;
    }

    private String constructorType() {
        return Type.getMethodDescriptor(Type.VOID_TYPE, lambda.captured().toArray(new Type[0]));
    }

    private void writeFields() {
        for (int at = 0; at < lambda.captured().size(); at++) {
            String descriptor = lambda.captured().get(at).getDescriptor();
            type.visitField(ACC_PRIVATE | ACC_FINAL, field(at), descriptor, null, null)
                    .visitEnd();
        }
    }

    private void writeConstructor() {
        MethodVisitor code = type.visitMethod(ACC_PRIVATE, CONSTRUCTOR, constructorType(), null, null);
        code.visitCode();
        code.visitVarInsn(ALOAD, 0);
        code.visitMethodInsn(INVOKESPECIAL, OBJECT, CONSTRUCTOR, "()V", false);
        int slot = 1;
        for (int at = 0; at < lambda.captured().size(); at++) {
            Type captured = lambda.captured().get(at);
            code.visitVarInsn(ALOAD, 0);
            code.visitVarInsn(captured.getOpcode(ILOAD), slot);
            code.visitFieldInsn(PUTFIELD, lambda.name(), field(at), captured.getDescriptor());
            slot += captured.getSize();
        }
        code.visitInsn(RETURN);
        end(code);
    }

    /** As LambdaMetafactory does it, so that what is executed often allocates nothing. */
    private void writeOnly() {
        type.visitField(ACC_STATIC | ACC_FINAL, ONLY, lambda.face().getDescriptor(), null, null)
                .visitEnd();
        MethodVisitor code = type.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitTypeInsn(NEW, lambda.name());
        code.visitInsn(DUP);
        code.visitMethodInsn(INVOKESPECIAL, lambda.name(), CONSTRUCTOR, "()V", false);
        code.visitFieldInsn(PUTSTATIC, lambda.name(), ONLY, lambda.face().getDescriptor());
        code.visitInsn(RETURN);
        end(code);
    }

    private void writeMake() {
        MethodVisitor code = type.visitMethod(ACC_STATIC, MAKE, lambda.factoryType(), null, null);
        code.visitCode();
        code.visitTypeInsn(NEW, lambda.name());
        code.visitInsn(DUP);
        int slot = 0;
        for (Type captured : lambda.captured()) {
            code.visitVarInsn(captured.getOpcode(ILOAD), slot);
            slot += captured.getSize();
        }
        code.visitMethodInsn(INVOKESPECIAL, lambda.name(), CONSTRUCTOR, constructorType(), false);
        code.visitInsn(ARETURN);
        end(code);
    }

    private void writeMethod() {
        MethodVisitor code =
                type.visitMethod(ACC_PUBLIC, lambda.method(), lambda.erased().getDescriptor(), null, null);
        code.visitCode();
        Handle target = lambda.target();
        if (target.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            code.visitTypeInsn(NEW, target.getOwner());
            code.visitInsn(DUP);
        }
        pushArguments(code);
        code.visitMethodInsn(call(target), target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
        giveBack(code);
        end(code);
    }

    /** What was captured comes first, then the arguments; the first of all may be what the method is called on. */
    private void pushArguments(MethodVisitor code) {
        List<Type> wanted = wanted();
        List<Type> captured = lambda.captured();
        for (int at = 0; at < captured.size(); at++) {
            code.visitVarInsn(ALOAD, 0);
            code.visitFieldInsn(
                    GETFIELD, lambda.name(), field(at), captured.get(at).getDescriptor());
            Conversion.write(code, captured.get(at), wanted.get(at));
        }
        Type[] erased = lambda.erased().getArgumentTypes();
        Type[] typed = lambda.typed().getArgumentTypes();
        int slot = 1;
        for (int at = 0; at < erased.length; at++) {
            code.visitVarInsn(erased[at].getOpcode(ILOAD), slot);
            slot += erased[at].getSize();
            Conversion.write(code, erased[at], typed[at]);
            Conversion.write(code, typed[at], wanted.get(captured.size() + at));
        }
    }

    private List<Type> wanted() {
        Handle target = lambda.target();
        List<Type> wanted = new ArrayList<>();
        if (target.getTag() != Opcodes.H_INVOKESTATIC && target.getTag() != Opcodes.H_NEWINVOKESPECIAL) {
            wanted.add(Type.getObjectType(target.getOwner()));
        }
        wanted.addAll(List.of(Type.getArgumentTypes(target.getDesc())));
        return wanted;
    }

    /** A private method is called like any other inside its nest (JVMS 17 §5.4.4, §6.5.invokevirtual). */
    private static int call(Handle target) {
        return switch (target.getTag()) {
            case Opcodes.H_INVOKESTATIC -> INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> INVOKESPECIAL;
            case Opcodes.H_INVOKEINTERFACE -> INVOKEINTERFACE;
            case Opcodes.H_INVOKEVIRTUAL -> INVOKEVIRTUAL;
            case Opcodes.H_INVOKESPECIAL -> target.isInterface() ? INVOKEINTERFACE : INVOKEVIRTUAL;
            default -> throw new IllegalArgumentException("no method to call: " + target);
        };
    }

    private void giveBack(MethodVisitor code) {
        Handle target = lambda.target();
        Type given = target.getTag() == Opcodes.H_NEWINVOKESPECIAL
                ? Type.getObjectType(target.getOwner())
                : Type.getReturnType(target.getDesc());
        Type erased = lambda.erased().getReturnType();
        if (erased.equals(Type.VOID_TYPE)) {
            switch (given.getSize()) {
                case 1 -> code.visitInsn(POP);
                case 2 -> code.visitInsn(POP2);
                default -> {} // nothing is there
            }
            code.visitInsn(RETURN);
            return;
        }
        Type typed = lambda.typed().getReturnType();
        Conversion.write(code, given, typed);
        Conversion.write(code, typed, erased);
        code.visitInsn(erased.getOpcode(IRETURN));
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0); // they are computed
        code.visitEnd();
    }
}
