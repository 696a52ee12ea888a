package io.jenkins.plugins.cutover.model;

import java.util.List;

/** Input that cannot be used; nothing was changed. All faults are reported together, joined by "; ". */
public final class InvalidInputException extends CutoverException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String fault) {
        super(fault);
    }

    public InvalidInputException(List<String> faults) {
        super(String.join("; ", faults));
    }
}
