package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.Side;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes the answers of one sample service, good ones and faulty ones. */
final class SampleAnswers {
    /** By which clients in the sandbox know that an answer was hit; HAProxy and the plugin do not read it. */
    static final String MARK = "X-Fault";

    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK", 201, "Created", 301, "Moved Permanently", 302, "Found", 401, "Unauthorized", 404, "Not Found");
    private static final long MORE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int SLOW_PIECES = 8;

    private final Side side;
    private final String instance;

    SampleAnswers(Side side, String instance) {
        this.side = side;
        this.instance = instance;
    }

    /** The good answer to a path. */
    SampleAnswer good(String path) {
        SampleRoute route = SampleRoute.of(path);
        SampleContent content = route == SampleRoute.ROOT ? json(true) : route.content(path);
        return new SampleAnswer(
                head(route.status(), route == SampleRoute.OLD ? "Location: /orders/1\r\n" : ""),
                content,
                route.chunked(),
                route.pieceBytes(),
                route.pieceNanos(),
                SampleAnswer.Ending.WHOLE);
    }

    /** A short answer in JSON. */
    SampleAnswer plain(int status, SampleContent body) {
        return new SampleAnswer(head(status, ""), body, false, 16_000, 0, SampleAnswer.Ending.WHOLE);
    }

    SampleAnswer error() {
        return plain(500, json(false));
    }

    /** What the fault makes of a good answer; the same object where this answer has nothing that it could hit. */
    SampleAnswer faulty(FaultKind kind, double factor, SampleAnswer good) {
        SampleContent body = good.body();
        boolean whole = kind == FaultKind.EMPTY_BODY
                || kind == FaultKind.SHORT_BODY
                || kind == FaultKind.TRUNCATE
                || kind == FaultKind.STALL
                || kind == FaultKind.SLOW_BODY;
        if (whole && body.length() < 2) {
            return good;
        }
        return switch (kind) {
            case ERROR -> marked(kind, error());
            case NOT_FOUND -> marked(kind, plain(404, json(false)));
            case UNAUTHORIZED -> marked(kind, plain(401, json(false)));
            case REDIRECT ->
                marked(
                        kind,
                        new SampleAnswer(
                                head(302, "Location: /login\r\n"),
                                body.first(0),
                                false,
                                1,
                                0,
                                SampleAnswer.Ending.WHOLE));
            case EMPTY_BODY ->
                marked(kind, new SampleAnswer(good.head(), body.first(0), false, 1, 0, SampleAnswer.Ending.WHOLE));
            case SHORT_BODY -> marked(kind, with(good, body.first(body.length() / 2), SampleAnswer.Ending.WHOLE));
            case TRUNCATE -> marked(kind, with(good, body, SampleAnswer.Ending.CUT));
            case STALL -> marked(kind, with(good, body, SampleAnswer.Ending.STALLED));
            case SLOW_BODY -> marked(kind, slow(good, factor));
            case HANG, LATENCY, SLOW_UPLOAD, RESET -> marked(kind, good);
        };
    }

    private static SampleAnswer slow(SampleAnswer good, double factor) {
        long length = good.body().length();
        long pieces = (length + good.pieceBytes() - 1) / good.pieceBytes();
        long nanos = (pieces - 1) * good.pieceNanos();
        long slowly = Math.max((long) (nanos * factor), nanos + MORE);
        long parts = Math.max(pieces, Math.min(SLOW_PIECES, length));
        return new SampleAnswer(
                good.head(),
                good.body(),
                good.chunked(),
                (int) ((length + parts - 1) / parts),
                slowly / (parts - 1),
                SampleAnswer.Ending.WHOLE);
    }

    private static SampleAnswer with(SampleAnswer good, SampleContent body, SampleAnswer.Ending ending) {
        return new SampleAnswer(good.head(), body, good.chunked(), good.pieceBytes(), good.pieceNanos(), ending);
    }

    private static SampleAnswer marked(FaultKind kind, SampleAnswer answer) {
        return new SampleAnswer(
                answer.head() + MARK + ": " + kind + "\r\n",
                answer.body(),
                answer.chunked(),
                answer.pieceBytes(),
                answer.pieceNanos(),
                answer.ending());
    }

    private SampleContent json(boolean ok) {
        return SampleContent.text("{\"side\":\"" + side + "\",\"instance\":\"" + instance + "\",\"ok\":" + ok + "}");
    }

    private String head(int status, String more) {
        return "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "Error")
                + "\r\nContent-Type: application/json\r\nX-Side: " + side + "\r\nX-Instance: " + instance + "\r\n"
                + more;
    }
}
