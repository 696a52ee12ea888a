// A person's approval with the real input step, which is what the pipeline views know how to show.

def call(Map args = [:]) {
    List valid = ['service', 'question', 'verdict', 'losses', 'approvers', 'minutes', 'escalateTo', 'escalateAfter', 'onEscalation']
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
    Map form = [message: "${question}${lossText(args.losses)}".toString(), ok: 'Go on', submitterParameter: 'approver']
    if (approvers) {
        form.submitter = approvers
    }
    String approver = ''
    timeout(time: minutes, unit: 'MINUTES') {
        approver = input(form) as String
    }
    return approver ?: 'somebody whom the input step did not name'
}

private String asking(Map args) {
    return (args.question ?: "Go on with the cutover of ${args.service}?").toString()
}

// What the translation from Marathon could not keep, as deployToEks told it: who approves should know.
private String lossText(Object losses) {
    List told = []
    for (int i = 0; losses && i < losses.size(); i++) {
        String loss = losses[i] as String
        if (!loss.startsWith('INFO ')) {
            told.add(loss.startsWith('BLOCKER ') ? "${loss} (accepted)".toString() : loss)
        }
    }
    if (told.isEmpty()) {
        return ''
    }
    int shown = Math.min(told.size(), 12)
    String more = shown < told.size() ? "\n- and ${told.size() - shown} more, in the log of deployToEks".toString() : ''
    return "\nNot as on Marathon (${told.size()}):\n- ${told.subList(0, shown).join('\n- ')}${more}".toString()
}

// Who does not answer in time is not waited for alone. A refusal or an abort comes earlier than that, and stands.
private String escalated(Map args, int minutes) {
    int first = (args.escalateAfter == null ? 30 : args.escalateAfter) as int
    if (first >= minutes) {
        error "approvalGate: escalateAfter: ${first} is not below minutes, which is ${minutes}"
    }
    long since = System.currentTimeMillis()
    try {
        return asked(args, names(args.approvers), first)
    } catch (Throwable failure) {
        if (System.currentTimeMillis() - since < first * 60000L) {
            throw failure
        }
    }
    String others = names(args.escalateTo)
    echo "approvalGate: ${args.service}: nobody answered within ${first} min, asking ${others} too"
    if (args.onEscalation) {
        args.onEscalation.call()
    }
    String all = args.approvers ? "${names(args.approvers)},${others}".toString() : others
    return asked(args, all, minutes - first)
}

private String names(Object given) {
    return given instanceof List ? given.join(',') : (given ?: '') as String
}
