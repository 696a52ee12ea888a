// An approval through the input step, which the pipeline views can show.

def call(Map args = [:]) {
    List valid = ['service', 'question', 'verdict', 'warning', 'losses', 'approvers', 'minutes', 'escalateTo', 'escalateAfter', 'onEscalation']
    List unknown = new ArrayList(args.keySet())
    unknown.removeAll(valid)
    if (!unknown.isEmpty()) {
        error "approvalGate: ${unknown.join(', ')}: not an argument; it takes ${valid.join(', ')}"
    }
    if (!args.service) {
        error 'approvalGate: service: missing; it is the name of the service that waits'
    }
    int minutes = (args.minutes ?: 24 * 60) as int
    String approver = args.escalateTo ? escalated(args, minutes) : asked(args, names(args.approvers), minutes)
    Map seen = [service: args.service as String, approver: approver, question: asking(args)]
    if (args.verdict) {
        seen.verdict = args.verdict as String
    }
    recordApproval(seen)
    echo "approvalGate: ${args.service}: approved by ${approver}"
    return approver
}

private String asked(Map args, String approvers, int minutes) {
    String question = asking(args)
    if (args.verdict) {
        question = "${question} Last verdict: ${args.verdict}."
    }
    if (args.warning) {
        question = "${question} Warning: ${args.warning}."
    }
    Map form = [message: "${question}${lossText(args.losses)}".toString(), ok: 'Continue', submitterParameter: 'approver']
    if (approvers) {
        form.submitter = approvers
    }
    String approver = ''
    // The controller judges EKS meanwhile. A rollback ends the question, and the gate fails with its reason.
    whileGuarded(service: args.service as String) {
        timeout(time: minutes, unit: 'MINUTES') {
            approver = input(form) as String
        }
    }
    return approver ?: 'unknown (the input step returned no name)'
}

private String asking(Map args) {
    return (args.question ?: "Continue the cutover of ${args.service}?").toString()
}

// The losses of the translation from Marathon that deployToEks reported: the approver should know them.
private String lossText(Object losses) {
    List shown = []
    for (int i = 0; losses && i < losses.size(); i++) {
        String loss = losses[i] as String
        if (!loss.startsWith('INFO ')) {
            shown.add(loss.startsWith('BLOCKER ') ? "${loss} (accepted)".toString() : loss)
        }
    }
    if (shown.isEmpty()) {
        return ''
    }
    int count = Math.min(shown.size(), 12)
    String more = count < shown.size() ? "\n- and ${shown.size() - count} more, in the log of deployToEks".toString() : ''
    return "\nNot as on Marathon (${shown.size()}):\n- ${shown.subList(0, count).join('\n- ')}${more}".toString()
}

// Without an answer in time, more people are asked. A refusal or an abort comes before that time and ends the gate.
private String escalated(Map args, int minutes) {
    int first = (args.escalateAfter == null ? 30 : args.escalateAfter) as int
    if (first >= minutes) {
        error "approvalGate: escalateAfter: ${first} is not less than minutes, which is ${minutes}"
    }
    long since = System.currentTimeMillis()
    try {
        return asked(args, names(args.approvers), first)
    } catch (Throwable failure) {
        boolean rolledBack = (failure.message ?: '').contains('rolled back to Mesos while this waited')
        if (rolledBack || System.currentTimeMillis() - since < first * 60000L) {
            throw failure
        }
    }
    String others = names(args.escalateTo)
    echo "approvalGate: ${args.service}: no answer within ${first} min, also asking ${others}"
    if (args.onEscalation) {
        args.onEscalation.call()
    }
    String all = args.approvers ? "${names(args.approvers)},${others}".toString() : others
    return asked(args, all, minutes - first)
}

private String names(Object given) {
    return given instanceof List ? given.join(',') : (given ?: '') as String
}
