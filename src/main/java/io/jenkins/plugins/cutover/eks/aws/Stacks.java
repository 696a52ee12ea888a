package io.jenkins.plugins.cutover.eks.aws;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.aws.AwsCredentials;
import io.jenkins.plugins.cutover.model.aws.SigV4;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the outputs of CloudFormation stacks (API version 2010-05-15). */
final class Stacks {
    /** The output that examples/cloudformation gives. */
    private static final String CLUSTER = "ClusterName";

    private static final Pattern OUTPUT = Pattern.compile("<OutputKey>\\s*" + CLUSTER
            + "\\s*</OutputKey>\\s*<OutputValue>\\s*([0-9A-Za-z][0-9A-Za-z_-]{0,99})\\s*</OutputValue>");

    private final AwsHttp http;
    private final URI endpoint;
    private final String region;
    private final Clock clock;

    Stacks(AwsHttp http, URI endpoint, String region, Clock clock) {
        this.http = http;
        this.endpoint = endpoint;
        this.region = region;
        this.clock = clock;
    }

    /** @throws CutoverException in AWS's words when the stack is not there, or naming the output that it lacks */
    String clusterName(AwsCredentials keys, String stack) {
        Map<String, String> query =
                new TreeMap<>(Map.of("Action", "DescribeStacks", "StackName", stack, "Version", "2010-05-15"));
        URI uri = URI.create(endpoint + "/?" + SigV4.query(query));
        String what = "CloudFormation stack \"" + stack + "\" in " + region;
        Map<String, String> headers = new SigV4(keys, region, "cloudformation", clock.instant()).headers(uri);
        Matcher output = OUTPUT.matcher(http.get(what, uri, headers));
        if (!output.find()) {
            throw new CutoverException(what + " has no output " + CLUSTER + " with the name of a cluster");
        }
        return output.group(1);
    }
}
