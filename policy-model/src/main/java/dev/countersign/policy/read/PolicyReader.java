package dev.countersign.policy.read;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads policies and exceptions: {@code ClusterPolicy} and {@code Policy} of {@code kyverno.io/v1} and {@code v2beta1},
 * {@code PolicyException} of {@code kyverno.io/v2} and {@code v2beta1}. Every field of these kinds is either in the model
 * or without effect on image verification; every other one is an issue. The defaults of Kyverno's
 * CustomResourceDefinitions are filled in. Bad input never throws: what is wrong is an issue, with its place and its mend.
 * Stateless and thread-safe.
 *
 * <p>Bounds: {@link dev.countersign.document.DocumentLimits#POLICIES} for each file; folders 32 deep with 10 000 files; 1000 errors and
 * 1000 warnings listed of one document.
 *
 * <p>Codes of issues, besides those of {@link dev.countersign.document.DocumentReader}: UNKNOWN_FIELD, MISSING_FIELD,
 * WRONG_TYPE, UNSUPPORTED_VALUE, OUT_OF_RANGE, TOO_LONG, CONFLICTING_FIELDS, INVALID_NAME, DEPRECATED_FIELD, PRIVATE_KEY,
 * NOT_A_RESOURCE, UNKNOWN_KIND, UNSUPPORTED_KIND, EMPTY_DOCUMENT, NO_POLICY, NO_EXCEPTION, FILE_NOT_FOUND,
 * FILE_UNREADABLE, TOO_LARGE, TOO_DEEP, TOO_MANY_FILES, TOO_MANY_ISSUES.
 */
public final class PolicyReader {
    private PolicyReader() {}

    /**
     * Reads a file of YAML or JSON, or all {@code .yaml} and {@code .yml} files of a folder and the folders in it, by name.
     * Names that begin with a dot are passed over in folders.
     */
    public static PolicyReading read(Path fileOrFolder) {
        return PolicyFiles.read(fileOrFolder, Loader.POLICIES);
    }

    /** Reads several files and folders, in that order. */
    public static PolicyReading read(List<Path> filesAndFolders) {
        return PolicyReading.joined(
                filesAndFolders.stream().map(PolicyReader::read).toList());
    }

    /**
     * Reads documents from memory.
     *
     * @param source the name that locations and Kyverno's error carry
     * @param bytes YAML or JSON in UTF-8
     */
    public static PolicyReading read(String source, byte[] bytes) {
        return SourceReader.read(source, bytes, Loader.POLICIES, false);
    }

    /** As {@link #read(Path)}, for files of exceptions; Kyverno's error is that of its loader of exceptions. */
    public static PolicyReading readExceptions(Path fileOrFolder) {
        return PolicyFiles.read(fileOrFolder, Loader.EXCEPTIONS);
    }

    /** As {@link #read(String, byte[])}, for exceptions; Kyverno's error is that of its loader of exceptions. */
    public static PolicyReading readExceptions(String source, byte[] bytes) {
        return SourceReader.read(source, bytes, Loader.EXCEPTIONS, false);
    }
}
