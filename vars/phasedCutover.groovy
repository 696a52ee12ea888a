// Only stages, input, try/catch and steps, so that every local variable survives a restart of the controller.

def call(Map args = [:]) {
    List valid = ['service', 'config', 'image', 'phases', 'bake', 'max', 'replicas', 'gates', 'approvers',
                  'gateMinutes', 'escalateTo', 'escalateAfter', 'onEscalation', 'recheckAfter',
                  'onRollback', 'checks', 'over', 'drain']
    List unknown = new ArrayList(args.keySet())
    unknown.removeAll(valid)
    if (!unknown.isEmpty()) {
        error "phasedCutover: ${unknown.join(', ')}: not an argument; it takes ${valid.join(', ')}"
    }
    if (!args.service) {
        error 'phasedCutover: service: missing; it is the name of the service to move'
    }
    Map summary = [service: args.service as String, outcome: 'FAILED', share: '0', verdict: '', reason: '', losses: []]
    stage(summary.service) {
        try {
            runPhases(args, summary)
            summary.outcome = 'COMPLETED'
        } catch (Throwable failure) {
            summary.reason = failure.message ?: failure.toString()
            stage('Roll back') {
                rollBack(args, summary)
            }
            throw failure
        } finally {
            echo summaryText(summary)
        }
    }
    return summary
}

private void runPhases(Map args, Map summary) {
    List phases = []
    stage('Deploy') {
        Map deploy = given(args, ['service', 'config', 'image', 'phases', 'bake', 'replicas'])
        Map deployed = deployToEks(deploy)
        phases = deployed.phases
        summary.losses = deployed.losses ?: []
    }
    for (int i = 0; i < phases.size(); i++) {
        Map phase = phases[i]
        String percent = phase.percent as String
        if (gated(args, phase)) {
            stage("Gate ${percent} %".toString()) {
                approved(args, summary, "Send ${percent} % of ${summary.service} to EKS?".toString())
            }
        }
        stage((i < phases.size() - 1 ? "Canary ${percent} %" : "Complete ${percent} %").toString()) {
            onePhase(args, summary, percent, phase.bake as String)
        }
    }
}

private void onePhase(Map args, Map summary, String percent, String bake) {
    Map shift = [service: summary.service, percent: percent]
    if (args.over) {
        shift.over = args.over as String
    }
    // Only a side without traffic can be drained.
    if (args.drain && percent == '100') {
        shift.drain = args.drain as String
    }
    shiftTraffic(shift)
    summary.share = percent
    Map verify = [service: summary.service, bake: bake]
    if (args.max) {
        verify.max = args.max as String
    }
    Map verified = judged(args, verify)
    summary.verdict = verified.verdict as String
    summary.remove('warning')
    if (verified.warning) {
        summary.warning = verified.warning as String
    }
    if (verified.ask) {
        askForApproval(args, summary, "${summary.service} at ${percent} %: ${verified.verdict}. Continue anyway?".toString())
    }
}

// The user's own checks run in parallel to the judge. If they fail, that counts as harm and the traffic goes back.
private Map judged(Map args, Map verify) {
    return args.checks ? verifyStabilityWith(verify, args.checks) : verifyStability(verify)
}

// An approval is for the verdict that was shown. After a long wait, judge again and ask again if the verdict changed.
private void approved(Map args, Map summary, String question) {
    long patience = (args.recheckAfter == null ? 5 : args.recheckAfter) as int
    long since = System.currentTimeMillis()
    askForApproval(args, summary, question)
    while (summary.share != '0' && System.currentTimeMillis() - since >= patience * 60000L) {
        Map now = judged(args, [service: summary.service, bake: '1s'])
        boolean same = summary.verdict == now.verdict as String
        summary.verdict = now.verdict as String
        if (same) {
            return
        }
        since = System.currentTimeMillis()
        askForApproval(args, summary, "${question} The verdict has changed since the question was asked.".toString())
    }
}

private void askForApproval(Map args, Map summary, String question) {
    Map gate = [service: summary.service, question: question, verdict: summary.verdict, losses: summary.losses]
    if (summary.warning) {
        gate.warning = summary.warning
    }
    if (args.approvers) {
        gate.approvers = args.approvers
    }
    if (args.gateMinutes) {
        gate.minutes = args.gateMinutes
    }
    gate.putAll(given(args, ['escalateTo', 'escalateAfter', 'onEscalation']))
    approvalGate(gate)
}

private boolean gated(Map args, Map phase) {
    if (args.gates == null) {
        return phase.gate
    }
    List gates = args.gates
    for (int i = 0; i < gates.size(); i++) {
        if ((gates[i] as String) == (phase.percent as String)) {
            return true
        }
    }
    return false
}

// A failed rollback must not hide the reason for the rollback.
private void rollBack(Map args, Map summary) {
    try {
        Map back = rollbackToMesos(service: summary.service, reason: summary.reason, onlyIfOpen: true,
                target: args.onRollback ?: 'keep')
        summary.outcome = back.outcome as String
        summary.share = '0'
    } catch (Throwable failure) {
        summary.reason = "${summary.reason}; the rollback failed: ${failure.message}".toString()
    }
}

private Map given(Map args, List names) {
    Map chosen = [:]
    for (int i = 0; i < names.size(); i++) {
        if (args[names[i]] != null && args[names[i]] != '') {
            chosen[names[i]] = args[names[i]]
        }
    }
    return chosen
}

private String summaryText(Map summary) {
    if (summary.outcome == 'COMPLETED') {
        return "phasedCutover: ${summary.service}: COMPLETED, ${summary.share} % on EKS, last verdict ${summary.verdict}"
    }
    // If this build did not move the service, it does not know where the traffic is.
    String where = summary.outcome == 'NOTHING_TO_DO' ? 'nothing was moved' : "${summary.share} % on EKS".toString()
    return "phasedCutover: ${summary.service}: ${summary.outcome}, ${where}: ${summary.reason}"
}
