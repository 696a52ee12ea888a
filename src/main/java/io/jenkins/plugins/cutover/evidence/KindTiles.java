package io.jenkins.plugins.cutover.evidence;

import java.util.List;

/** A tile for each kind of ending that occurred, for the report and the pages of Jenkins. */
public final class KindTiles {
    /** How to read a tile. */
    public static final String EXPLANATION =
            "Each tile shows EKS minus Mesos in percentage points of the requests, counted from the beginning of the phase,"
                    + " with its 95% confidence interval (Newcombe). The dashed line is the limit. The judge decides by its"
                    + " own test, which stays valid although it looks after every poll.";

    private KindTiles() {}

    /** Images beside each other, each as wide as a phone; empty when no request ended badly while EKS had traffic. */
    public static String svg(Timeline timeline) {
        Markup tiles = new Markup();
        KindSeriesReader.read(timeline).forEach(s -> KindTile.draw(tiles, s));
        return tiles.toString();
    }

    /** With its heading; one line when there is nothing to show. */
    static void draw(Markup html, Timeline timeline) {
        List<KindSeries> all = KindSeriesReader.read(timeline);
        html.open("h2").element("font size=4", "How requests ended").close("h2");
        html.element("p", all.isEmpty() ? nothing(timeline) : EXPLANATION);
        html.open("p");
        all.forEach(s -> KindTile.draw(html, s));
        html.close("p");
    }

    /** What to say when there is no tile. */
    public static String nothing(Timeline timeline) {
        boolean any = timeline.counted().stream().anyMatch(s -> s.eksRequests() > 0);
        return any
                ? "Every request that was counted while EKS had traffic was answered well."
                : "EKS has had no traffic yet.";
    }
}
