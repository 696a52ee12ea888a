package io.jenkins.plugins.cutover.sandbox;

/** A request in flight. All times are in {@link System#nanoTime()}. */
final class LoadFlight {
    private final long due;
    private final LoadTarget target;
    private final LoadRequest request;
    private final boolean retried;
    private final long patience;
    private final long whole;
    private final LoadAnswer answer;
    private volatile long progress;
    private long first;

    /**
     * @param patience for the first byte of the answer, and for more of it
     * @param whole for its end
     */
    LoadFlight(long due, LoadTarget target, LoadRequest request, boolean retried, long patience, long whole) {
        this.due = due;
        this.target = target;
        this.request = request;
        this.retried = retried;
        this.patience = patience;
        this.whole = whole;
        this.answer = new LoadAnswer(request);
        this.progress = due;
    }

    LoadFlight again() {
        return new LoadFlight(due, target, request, true, patience, whole);
    }

    long due() {
        return due;
    }

    LoadTarget target() {
        return target;
    }

    LoadRequest request() {
        return request;
    }

    LoadAnswer answer() {
        return answer;
    }

    boolean retried() {
        return retried;
    }

    /** Some bytes of the request were sent. */
    void sent(int bytes) {
        if (bytes > 0) {
            progress = System.nanoTime();
        }
    }

    /** Bytes of the answer have come. */
    void received() {
        progress = System.nanoTime();
        first = first == 0 ? progress : first;
    }

    /** When the first byte of the answer came. */
    long firstByte(long otherwise) {
        return first == 0 ? otherwise : first;
    }

    /** How the client gives up; null as long as it waits. */
    Outcome expired(long now) {
        if (now - progress > patience) {
            return answer.begun() ? Outcome.STALLED : Outcome.TIMEOUT;
        }
        return now - due > whole ? Outcome.TIMEOUT : null;
    }
}
