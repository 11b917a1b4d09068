package org.aloft.desugar;

import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;

import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Turns the value on top of the stack into one of another type, as {@link java.lang.invoke.LambdaMetafactory} does. */
final class Conversion {
    private static final Type OBJECT = Type.getType(Object.class);

    private static final Map<Type, Type> BOXES = Map.of(
            Type.BOOLEAN_TYPE, Type.getType(Boolean.class),
            Type.BYTE_TYPE, Type.getType(Byte.class),
            Type.CHAR_TYPE, Type.getType(Character.class),
            Type.SHORT_TYPE, Type.getType(Short.class),
            Type.INT_TYPE, Type.getType(Integer.class),
            Type.LONG_TYPE, Type.getType(Long.class),
            Type.FLOAT_TYPE, Type.getType(Float.class),
            Type.DOUBLE_TYPE, Type.getType(Double.class));

    /** From a number that the virtual machine holds as such to a wider one. */
    private static final Map<Type, Map<Type, Integer>> WIDENING = Map.of(
            Type.INT_TYPE,
                    Map.of(
                            Type.LONG_TYPE, Opcodes.I2L,
                            Type.FLOAT_TYPE, Opcodes.I2F,
                            Type.DOUBLE_TYPE, Opcodes.I2D),
            Type.LONG_TYPE, Map.of(Type.FLOAT_TYPE, Opcodes.L2F, Type.DOUBLE_TYPE, Opcodes.L2D),
            Type.FLOAT_TYPE, Map.of(Type.DOUBLE_TYPE, Opcodes.F2D));

    private Conversion() {}

    /** Neither type is void. */
    static void write(MethodVisitor code, Type from, Type to) {
        if (from.equals(to)) {
            return;
        }
        if (isReference(from) && isReference(to)) {
            cast(code, to);
        } else if (isReference(from)) {
            unbox(code, from, to);
        } else if (isReference(to)) {
            box(code, from, to);
        } else {
            widen(code, from, to);
        }
    }

    private static boolean isReference(Type type) {
        return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
    }

    private static void cast(MethodVisitor code, Type to) {
        if (!to.equals(OBJECT)) {
            code.visitTypeInsn(CHECKCAST, to.getInternalName());
        }
    }

    private static void box(MethodVisitor code, Type from, Type to) {
        Type box = BOXES.get(from);
        code.visitMethodInsn(
                INVOKESTATIC, box.getInternalName(), "valueOf", Type.getMethodDescriptor(box, from), false);
        if (!box.equals(to)) {
            cast(code, to); // Number, Comparable
        }
    }

    /** A box may hold a narrower number than is wanted; anything else is taken for the box of what is wanted. */
    private static void unbox(MethodVisitor code, Type from, Type to) {
        Type held = BOXES.entrySet().stream()
                .filter(box -> box.getValue().equals(from))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(to);
        Type box = BOXES.get(held);
        if (!box.equals(from)) {
            cast(code, box);
        }
        String method = held.getClassName() + "Value";
        code.visitMethodInsn(INVOKEVIRTUAL, box.getInternalName(), method, Type.getMethodDescriptor(held), false);
        widen(code, held, to);
    }

    private static void widen(MethodVisitor code, Type from, Type to) {
        Integer instruction = WIDENING.getOrDefault(onStack(from), Map.of()).get(onStack(to));
        if (instruction != null) {
            code.visitInsn(instruction);
        }
    }

    private static Type onStack(Type type) {
        boolean small = type.getSort() >= Type.BOOLEAN && type.getSort() <= Type.INT;
        return small ? Type.INT_TYPE : type;
    }
}
