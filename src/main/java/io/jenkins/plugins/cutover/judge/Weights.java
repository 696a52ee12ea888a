package io.jenkins.plugins.cutover.judge;

/** The metrics' parts of the capital, summing to 1 over those in use; fixed by the settings beforehand. */
record Weights(double errors, double retries, double latency, double guardrail, double events, double kinds) {
    static Weights of(JudgeSettings settings) {
        double errors = settings.get(Parameter.ERROR_WEIGHT);
        double retries = settings.get(Parameter.RETRY_WEIGHT);
        double latency = settings.get(Parameter.LATENCY_WEIGHT);
        double guardrail = settings.hasSlo() ? settings.get(Parameter.GUARDRAIL_WEIGHT) : 0;
        double events = settings.get(Parameter.EVENT_WEIGHT);
        double kinds = settings.get(Parameter.KIND_WEIGHT);
        double sum = errors + retries + latency + guardrail + events + kinds;
        return new Weights(errors / sum, retries / sum, latency / sum, guardrail / sum, events / sum, kinds / sum);
    }
}
