package dev.countersign.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects functions: what the checker has to know of them, and what they do. The first argument is what a function is called on. Not
 * thread-safe.
 */
final class FunctionLibrary {
    private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    /** A function that is called on a value. */
    void member(
            String name,
            String id,
            CelType result,
            List<CelType> parameters,
            List<Class<?>> classes,
            CelFunctionOverload body) {
        add(name, CelOverloadDecl.newMemberOverload(id, result, parameters), classes, body);
    }

    /** A function that is called by itself. */
    void global(
            String name,
            String id,
            CelType result,
            List<CelType> parameters,
            List<Class<?>> classes,
            CelFunctionOverload body) {
        add(name, CelOverloadDecl.newGlobalOverload(id, result, parameters), classes, body);
    }

    private void add(String name, CelOverloadDecl overload, List<Class<?>> classes, CelFunctionOverload body) {
        overloads.computeIfAbsent(name, fresh -> new ArrayList<>()).add(overload);
        bindings.add(CelFunctionBinding.from(overload.overloadId(), classes, body));
    }

    List<CelFunctionDecl> declarations() {
        return overloads.entrySet().stream()
                .map(function -> CelFunctionDecl.newFunctionDeclaration(function.getKey(), function.getValue()))
                .toList();
    }

    List<CelFunctionBinding> bindings() {
        return List.copyOf(bindings);
    }

    /** An error of a function. */
    static CelEvaluationException error(String message) {
        return new CelEvaluationException(message);
    }
}
