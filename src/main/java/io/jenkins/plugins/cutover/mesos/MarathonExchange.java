package io.jenkins.plugins.cutover.mesos;

import io.jenkins.plugins.cutover.http.BoundedHttpClient;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.http.HttpResult;
import io.jenkins.plugins.cutover.model.RemoteTask;

/**
 * One exchange with Marathon, here or on an agent. An agent fetches only this class, the package {@code http} and what
 * that uses of {@code model}; no library.
 */
record MarathonExchange(HttpCall call) implements RemoteTask<HttpResult> {
    @Override
    public HttpResult run() {
        return BoundedHttpClient.send(call);
    }
}
