package io.jenkins.plugins.cutover.controller;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.RootAction;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The "Cutovers" page of the controller: every service's cutover that the reader may see, and the way back. */
@Extension
public final class CutoversPage implements RootAction {
    /** Each is read whole, so it is the page's first look only that asks for them. */
    private static final int EARLIER = 50;

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

    private static JenkinsCutoverServices engine() {
        return ExtensionList.lookupSingleton(JenkinsCutoverServices.class);
    }

    /** What the page shows of this moment. */
    public LatestCutovers getNow() {
        return LatestCutovers.of(engine().unattended(null).journal());
    }

    /** Those that a next cutover of their service followed, as far as the journal keeps them. */
    public List<CutoverView> getEarlier() {
        try {
            return engine().unattended(null).journal().finished(EARLIER).stream()
                    .map(CutoverView::new)
                    .filter(CutoverView::visible)
                    .sorted(Comparator.comparing(CutoverView::getService)) // the newest of each service stays first
                    .toList();
        } catch (CutoverException away) {
            return List.of(); // the page says already that the journal does not answer
        }
    }

    public int getEarlierAtMost() {
        return EARLIER;
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

    /** While a cluster's journal is away, from the copies of this controller. */
    private static Optional<CutoverRecord> record(String service) {
        return engine().unattended(null).journal().find(service);
    }

    /** The JSON Schema of a service's file, for editors that reach this controller and nothing else. */
    public HttpResponse doSchema() {
        return HttpResponses.staticResource(SpecReader.class.getResource("service.schema.json"));
    }
}
