package dev.countersign.document;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a source of documents held. A broken document does not hide the good ones beside it. Immutable.
 *
 * @param documents every document in the order of the source, broken and blank ones too
 * @param issues what is wrong with the source as a whole (too large, not UTF-8); the issues of one document stand there
 */
public record DocumentReading(List<Document> documents, List<Issue> issues) {
    public DocumentReading {
        documents = List.copyOf(documents);
        issues = List.copyOf(issues);
    }

    /** The issues of the source and of all its documents, in order. */
    public List<Issue> allIssues() {
        return Stream.concat(issues.stream(), documents.stream().flatMap(document -> document.issues().stream()))
                .toList();
    }

    /** Whether no issue at all is an error. */
    public boolean isUsable() {
        return allIssues().stream().noneMatch(issue -> issue.severity() == Issue.Severity.ERROR);
    }

    /** The trees of the documents that could be read. */
    public List<Located> roots() {
        return documents.stream().flatMap(document -> document.root().stream()).toList();
    }

    /**
     * One document of a source. Immutable.
     *
     * @param index its number in the source, from 0, blank documents counted
     * @param location its first line
     * @param blank whether it holds nothing but white space and comments; Kubernetes' tools skip such a document. A
     *     document of a bare {@code ---} is not blank: its root is null
     * @param root the tree; absent where the document is blank or broken. A document with duplicate keys has a root and
     *     an error beside it
     * @param issues what is wrong with the document
     * @param goError the text that sigs.k8s.io/yaml gives for it, where it refuses the document. Without a root this is
     *     the error of any reading; with one it is the error of a strict reading only (duplicate keys)
     */
    public record Document(
            int index,
            Location location,
            boolean blank,
            Optional<Located> root,
            List<Issue> issues,
            Optional<String> goError) {
        public Document {
            issues = List.copyOf(issues);
        }

        /** Whether the document is there but says nothing: a bare {@code ---}, or {@code null}. */
        public boolean isNull() {
            return root.isPresent() && root.get().value() instanceof Value.NullValue;
        }
    }
}
