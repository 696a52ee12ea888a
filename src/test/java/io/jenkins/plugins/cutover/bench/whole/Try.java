package io.jenkins.plugins.cutover.bench.whole;

public final class Try {
    public static void main(String[] a) {
        int runs = Integer.parseInt(a[0]);
        var rows = new java.util.ArrayList<>(QuietRows.all());
        rows.addAll(HarmRows.all());
        for (WholeRow r : rows) {
            if (a.length > 1 && !r.name().matches(".*(" + a[1] + ").*")) continue;
            long t = System.nanoTime();
            int back = 0, done = 0;
            StringBuilder why = new StringBuilder();
            double min = 0;
            int asks = 0;
            java.util.List<Long> h = new java.util.ArrayList<>(), o = new java.util.ArrayList<>();
            java.util.List<Double> sec = new java.util.ArrayList<>();
            var results = java.util.stream.IntStream.range(0, runs)
                    .parallel()
                    .mapToObj(i -> {
                        try {
                            return WholeRun.of(r.world().apply(new Draws(7 * i + 3)), r.instances(), 1000 + i);
                        } catch (RuntimeException | Error e) {
                            e.printStackTrace();
                            throw e;
                        }
                    })
                    .toList();
            for (var x : results) {
                back += x.back() ? 1 : 0;
                done += x.completed() ? 1 : 0;
                min += x.minutes();
                asks += x.asks();
                h.add(x.harmed());
                o.add(x.oracle());
                sec.add(x.seconds());
                if (x.back() == r.quiet() || !x.back() && !x.completed())
                    why.append("\n      ").append(x.reason());
            }
            java.util.Collections.sort(h);
            java.util.Collections.sort(o);
            java.util.Collections.sort(sec);
            System.out.printf(
                    "%-45s %s back %3d done %3d of %d min %5.1f asks %.1f harmed %d oracle %d sec %.0f  (%.1f s each)%s%n",
                    r.name(),
                    r.quiet() ? "q" : "H",
                    back,
                    done,
                    runs,
                    min / runs,
                    1. * asks / runs,
                    h.get(runs / 2),
                    o.get(runs / 2),
                    sec.get(runs / 2),
                    (System.nanoTime() - t) / 1e9 / runs,
                    why.substring(0, Math.min(1200, why.length())));
        }
    }
}
