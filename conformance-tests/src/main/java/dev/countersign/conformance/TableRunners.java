package dev.countersign.conformance;

import java.util.List;

/** Every table that something of ours answers. A table that is not here counts as not built. */
final class TableRunners {
    static final List<TableRunner> ALL = List.of(
            new WildcardTable(),
            new ImageReferenceTable(),
            new ImageMatchTable(),
            new ImageMetadataTable(),
            new ExtractTable(),
            new KindsTable(),
            new MatchTable(),
            new LabelsTable(),
            new AutogenTable(),
            new ValueTable(),
            new ConditionTable(),
            new PatternTable(),
            new ConditionListTable(),
            new SubstitutionTable(),
            JmesPathTable.ofLanguage(),
            JmesPathTable.ofFunctions());

    private TableRunners() {}
}
