package dev.countersign.cli;

import dev.countersign.engine.RuleResponse;
import java.util.List;

/** How many responses of rules came out how; a policy that is refused is one error. Immutable. */
record ApplyCounts(int pass, int fail, int warn, int error, int skip) {

    /**
     * @param applied what the policies said
     * @param refused how many policies were refused
     */
    static ApplyCounts of(List<AppliedPolicy> applied, int refused) {
        int pass = 0;
        int fail = 0;
        int warn = 0;
        int error = refused;
        int skip = 0;
        for (AppliedPolicy policy : applied) {
            for (RuleResponse rule : policy.rules()) {
                switch (rule.status()) {
                    case PASS -> pass++;
                    case ERROR -> error++;
                    case SKIP -> skip++;
                    case FAIL -> {
                        if (policy.failuresWarn()) {
                            warn++;
                        } else {
                            fail++;
                        }
                    }
                }
            }
        }
        return new ApplyCounts(pass, fail, warn, error, skip);
    }

    /** The closing line, with the blank at its end that Kyverno prints. */
    String line() {
        return "pass: " + pass + ", fail: " + fail + ", warn: " + warn + ", error: " + error + ", skip: " + skip + " ";
    }

    /** Whether anything failed or could not be told. */
    boolean bad() {
        return fail > 0 || error > 0;
    }
}
