package org.aloft.desugar;

import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * One lambda expression or method reference, as its {@code invokedynamic} instruction describes it to
 * {@link java.lang.invoke.LambdaMetafactory#metafactory}.
 *
 * @param name internal name of the class to make
 * @param face the functional interface
 * @param method its abstract method
 * @param erased that method's type as the interface declares it
 * @param typed that method's type as the place of the lambda sees it
 * @param captured types of the values that the place gives, in order
 * @param target the method to call with them and the arguments
 */
record Lambda(String name, Type face, String method, Type erased, Type typed, List<Type> captured, Handle target) {
    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

    /**
     * Empty for an instruction that is something else, or a lambda that asks for more than a class with one method.
     *
     * @param owner internal name of the class in which the instruction stands
     * @param name of the class to make
     */
    static Optional<Lambda> of(
            String owner, String name, String method, String type, Handle bootstrap, Object... arguments) {
        if (!bootstrap.getOwner().equals(FACTORY) || !bootstrap.getName().equals("metafactory")) {
            return Optional.empty();
        }
        Handle target = (Handle) arguments[1];
        if (target.getTag() == Opcodes.H_INVOKESPECIAL && !target.getOwner().equals(owner)) {
            return Optional.empty(); // a method of the superclass, which no other class may call so
        }
        return Optional.of(new Lambda(
                name,
                Type.getReturnType(type),
                method,
                (Type) arguments[0],
                (Type) arguments[2],
                List.of(Type.getArgumentTypes(type)),
                target));
    }

    /** What makes one of what is captured: the type of the method, or of the instruction in its place. */
    String factoryType() {
        return Type.getMethodDescriptor(face, captured.toArray(new Type[0]));
    }

    /** Whether it gives the same each time, so that one is enough. */
    boolean capturesNothing() {
        return captured.isEmpty();
    }
}
