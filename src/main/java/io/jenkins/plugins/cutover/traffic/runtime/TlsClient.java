package io.jenkins.plugins.cutover.traffic.runtime;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Mutual TLS: presents the client certificate, and accepts only a server whose certificate the given CA signed for the
 * host name or address used to connect.
 */
public final class TlsClient {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);
    private static final Pattern CERTIFICATES =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private final SSLContext context;

    private TlsClient(SSLContext context) {
        this.context = context;
    }

    /**
     * @param clientPem the client's certificate chain and its key (PKCS#8)
     * @param caPem the CA certificates that sign those of the instances, PEM; empty for the system's
     * @throws InvalidInputException that says what is wrong and never quotes the content
     */
    public static TlsClient of(String clientPem, String caPem) {
        try {
            KeyManagerFactory client = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            client.init(clientStore(clientPem), new char[0]);
            TrustManagerFactory authorities =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            authorities.init(caPem.isBlank() ? null : trustStore(caPem));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(client.getKeyManagers(), authorities.getTrustManagers(), null);
            return new TlsClient(context);
        } catch (GeneralSecurityException | IOException e) {
            // The cause may quote the key.
            throw new InvalidInputException("tls: the client's key and certificate, or the CA, cannot be used: "
                    + e.getClass().getSimpleName());
        }
    }

    SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static KeyStore clientStore(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        Certificate[] chain = certificates(pem, "the client's certificate").toArray(Certificate[]::new);
        store.setKeyEntry("client", key(pem), new char[0], chain);
        return store;
    }

    private static KeyStore trustStore(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (Certificate c : certificates(pem, "the CA")) {
            store.setCertificateEntry("ca" + store.size(), c);
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String pem, String what)
            throws GeneralSecurityException {
        StringBuilder blocks = new StringBuilder();
        CERTIFICATES.matcher(pem).results().forEach(m -> blocks.append(m.group())
                .append('\n'));
        if (blocks.isEmpty()) {
            throw new InvalidInputException("tls: " + what + " has no \"BEGIN CERTIFICATE\"; PEM is needed");
        }
        byte[] bytes = blocks.toString().getBytes(StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        Matcher m = KEY.matcher(pem);
        if (!m.find() || !m.group(1).isEmpty()) {
            throw new InvalidInputException(
                    "tls: the client's key is not \"BEGIN PRIVATE KEY\" (PKCS#8, not encrypted);"
                            + " convert it with openssl pkcs8 -topk8 -nodes");
        }
        PKCS8EncodedKeySpec spec;
        try {
            spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(m.group(2)));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException("not base64", e);
        }
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Another kind of key: try the next one.
            }
        }
        throw new InvalidKeySpecException("neither EC nor RSA nor Ed25519");
    }
}
