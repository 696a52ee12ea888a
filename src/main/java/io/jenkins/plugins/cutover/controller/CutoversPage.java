package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.RootAction;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The "Cutovers" page of the controller: every service's cutover that the reader may see, and the way back. */
@Extension
public final class CutoversPage implements RootAction {
    @Override
    public String getIconFileName() {
        return "symbol-git-compare-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.text("cutovers");
    }

    @Override
    public String getUrlName() {
        return "cutovers";
    }

    private static JenkinsEngine engine() {
        return ExtensionList.lookupSingleton(JenkinsEngine.class);
    }

    private static Stream<CutoverView> visible() {
        return engine().unattended(null).journal().all().stream()
                .sorted(Comparator.comparing(CutoverRecord::updatedAt).reversed())
                .map(CutoverView::new)
                .filter(CutoverView::visible);
    }

    /** Those under way, the last changed first. */
    public List<CutoverView> getOpen() {
        return visible().filter(CutoverView::isOpen).toList();
    }

    public List<CutoverView> getFinished() {
        return visible().filter(v -> !v.isOpen()).toList();
    }

    /** How often the page asks for news, in seconds. */
    public int getRefresh() {
        return 5;
    }

    /** Begins to bring a service back and shows the page again; that it is under way is seen there. */
    @POST
    public HttpResponse doRollback(@QueryParameter String service) {
        Jenkins.get().checkPermission(Jenkins.READ);
        Optional<CutoverRecord> record = record(service);
        if (record.isEmpty() || !new CutoverView(record.get()).visible()) {
            return HttpResponses.notFound();
        }
        CutoverView view = new CutoverView(record.get());
        view.checkRollback();
        if (view.isRollbackOffered()) {
            String reason = "asked for by " + Jenkins.getAuthentication2().getName() + " on the page of all cutovers";
            engine().bringBack(record.get(), reason);
        }
        return HttpResponses.redirectToDot();
    }

    /** Looked up among those that are there: the name comes from outside. */
    private static Optional<CutoverRecord> record(String service) {
        return engine().unattended(null).journal().all().stream()
                .filter(r -> r.service().equals(service))
                .findFirst();
    }

    /** The JSON Schema of a service's file, for editors that reach this controller and nothing else. */
    public HttpResponse doSchema() {
        return HttpResponses.staticResource(SpecReader.class.getResource("service.schema.json"));
    }
}
