package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.aws.AwsCredentials;
import io.jenkins.plugins.cutover.model.aws.SigV4;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Amazon CloudWatch: {@code GetMetricData} of its query API (version 2010-08-01), which answers XML. The query is an
 * expression: Metrics Insights ({@code SELECT AVG(...) FROM ...}), {@code SEARCH} or metric math over it.
 */
final class CloudWatch implements MetricProvider {
    @Override
    public HttpCall request(CheckSpec check, String secret, Instant now) {
        AwsCredentials keys = AwsCredentials.parse(check.credential(), secret);
        Instant end = now.truncatedTo(ChronoUnit.SECONDS);
        String query = SigV4.query(Map.of(
                "Action", "GetMetricData",
                "Version", "2010-08-01",
                "StartTime", end.minus(check.window()).toString(),
                "EndTime", end.toString(),
                "ScanBy", "TimestampDescending",
                "MetricDataQueries.member.1.Id", "q1",
                "MetricDataQueries.member.1.Expression", check.query(),
                "MetricDataQueries.member.1.Period", "60"));
        URI uri = URI.create(check.url() + "/?" + query);
        HttpCall call = HttpCall.get(uri);
        Map<String, String> signed = new SigV4(keys, check.region(), "monitoring", now).headers(uri);
        for (Map.Entry<String, String> header : signed.entrySet()) {
            call = call.header(header.getKey(), header.getValue());
        }
        return call;
    }

    @Override
    public MetricReading reading(CheckSpec check, MetricReply reply) {
        Optional<Element> xml = xml(reply.body());
        return xml.isEmpty() ? reply.unexpected() : reading(check, reply, xml.get());
    }

    private static MetricReading reading(CheckSpec check, MetricReply reply, Element root) {
        if (!reply.ok()) {
            return reply.failed(first(root, "Code") + ": " + first(root, "Message"));
        }
        NodeList results = root.getElementsByTagName("StatusCode");
        if (results.getLength() > 1) {
            return MetricReply.several(results.getLength());
        }
        String status = first(root, "StatusCode");
        if (!status.isEmpty() && !status.equals("Complete")) {
            return reply.failed("the answer is not complete: " + status);
        }
        return newest(check, root);
    }

    private static MetricReading newest(CheckSpec check, Element root) {
        NodeList values = root.getElementsByTagName("Values");
        String newest = values.getLength() == 0 ? "" : first((Element) values.item(0), "member");
        try {
            return newest.isEmpty()
                    ? new MetricReading.NoData(
                            "no points in the last " + check.window().toSeconds() + " s")
                    : new MetricReading.Value(Double.parseDouble(newest));
        } catch (NumberFormatException e) {
            return MetricReply.notANumber(newest);
        }
    }

    private static String first(Element in, String tag) {
        NodeList found = in.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    /** Empty when the text is not XML. Document types are refused, because they can read files. */
    private static Optional<Element> xml(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Document document = builder.parse(new InputSource(new StringReader(text)));
            return Optional.of(document.getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            return Optional.empty();
        }
    }
}
