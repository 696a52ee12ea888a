package io.jenkins.plugins.cutover.model;

/** A failure to report to a person: its message is one line that names the thing, its value and what is valid. */
public class CutoverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CutoverException(String message) {
        super(message);
    }

    public CutoverException(String message, Throwable cause) {
        super(message, cause);
    }
}
