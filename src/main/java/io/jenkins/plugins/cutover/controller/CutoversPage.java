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

/** The "Cutovers" page of the controller: every cutover that the user may see, with its rollback button. */
@Extension
public final class CutoversPage implements RootAction {
    /** Each is read in full, so only the first load of the page shows them, and not its refreshes. */
    private static final int MAX_EARLIER = 50;

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

    private static JenkinsCutoverServices services() {
        return ExtensionList.lookupSingleton(JenkinsCutoverServices.class);
    }

    /** The newest cutover of each service. */
    public LatestCutovers getNow() {
        return LatestCutovers.of(services().unattended(null).journal());
    }

    /** Finished cutovers that a later cutover of the service followed, as far as the journal keeps them. */
    public List<CutoverView> getEarlier() {
        try {
            return services().unattended(null).journal().finished(MAX_EARLIER).stream()
                    .map(CutoverView::new)
                    .filter(CutoverView::visible)
                    .sorted(Comparator.comparing(CutoverView::getService)) // the newest of each service stays first
                    .toList();
        } catch (CutoverException away) {
            return List.of(); // getNow reports that the journal is unavailable
        }
    }

    public int getEarlierAtMost() {
        return MAX_EARLIER;
    }

    /** Refresh interval in seconds. */
    public int getRefresh() {
        return 5;
    }

    /** Starts the rollback of a service and returns to the page, which shows its progress. */
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
            String reason = "requested by " + Jenkins.getAuthentication2().getName() + " on the page of all cutovers";
            services().rollBack(record.get(), reason);
        }
        return HttpResponses.redirectToDot();
    }

    /** From this controller's local copies while the cluster's journal is unavailable. */
    private static Optional<CutoverRecord> record(String service) {
        return services().unattended(null).journal().find(service);
    }

    /** The JSON Schema of a service file, for editors that can reach only this controller. */
    public HttpResponse doSchema() {
        return HttpResponses.staticResource(SpecReader.class.getResource("service.schema.json"));
    }
}
