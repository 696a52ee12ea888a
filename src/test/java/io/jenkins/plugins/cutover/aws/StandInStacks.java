package io.jenkins.plugins.cutover.aws;

import java.time.Instant;
import java.util.Map;

/** AWS CloudFormation, API version 2010-05-15: DescribeStacks. */
final class StandInStacks {
    private StandInStacks() {}

    static String answer(SignedRequest request, AwsAccounts accounts, Instant now) {
        Map<String, String> parameters = request.parameters();
        StandInSts.version(parameters, "2010-05-15");
        accounts.check(request, "cloudformation", now);
        String name = StandInSts.required(parameters, "StackName");
        // The description stands between key and value, as CloudFormation may answer.
        String outputs =
                switch (name) {
                    case "orders-eks" ->
                        "<member><OutputKey>Region</OutputKey><OutputValue>eu-west-1</OutputValue></member><member>"
                                + "<OutputKey>ClusterName</OutputKey><Description>Name</Description>"
                                + "<OutputValue>orders-prod</OutputValue><ExportName>x</ExportName></member>";
                    case "bare" -> "";
                    default ->
                        throw new AwsRefusal(400, "ValidationError", "Stack with id " + name + " does not exist");
                };
        return "<DescribeStacksResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><DescribeStacksResult>"
                + "<Stacks><member><StackName>" + name
                + "</StackName><StackId>arn:aws:cloudformation:eu-west-1:1:stack/"
                + name + "/1</StackId><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2024-05-06T07:08:09Z"
                + "</CreationTime><Outputs>" + outputs + "</Outputs></member></Stacks></DescribeStacksResult>"
                + "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></DescribeStacksResponse>";
    }
}
