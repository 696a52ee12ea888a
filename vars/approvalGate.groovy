// A person's approval with the real input step, which is what the pipeline views know how to show.

def call(Map args = [:]) {
    List valid = ['service', 'question', 'verdict', 'approvers', 'minutes']
    List unknown = new ArrayList(args.keySet())
    unknown.removeAll(valid)
    if (!unknown.isEmpty()) {
        error "approvalGate: ${unknown.join(', ')}: not an argument; it takes ${valid.join(', ')}"
    }
    if (!args.service) {
        error 'approvalGate: service: missing; it is the name of the service that waits'
    }
    String question = args.question ?: "Go on with the cutover of ${args.service}?"
    if (args.verdict) {
        question = "${question} Last verdict: ${args.verdict}."
    }
    Map asked = [message: question, ok: 'Go on', submitterParameter: 'approver']
    if (args.approvers) {
        asked.submitter = args.approvers instanceof List ? args.approvers.join(',') : args.approvers as String
    }
    int minutes = (args.minutes ?: 24 * 60) as int
    String approver = ''
    timeout(time: minutes, unit: 'MINUTES') {
        approver = input(asked) as String
    }
    echo "approvalGate: ${args.service}: approved by ${approver}"
    return approver
}
