package io.isthmus.agent.identity;

import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The name in a certificate: its one URI, {@code spiffe://<trust domain><path>} (SPIFFE-ID). */
public record SpiffeId(String trustDomain, String path) {

  private static final String CONTROLLER = "/controller";
  private static final int URI_NAME = 6;

  static SpiffeId edge(String trustDomain, String tenant, String edge) {
    return new SpiffeId(trustDomain, "/tenant/" + tenant + "/edge/" + edge);
  }

  /** Of a certificate with exactly one URI, as X.509-SVID demands; DNS names do not count. */
  public static SpiffeId of(X509Certificate certificate) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    List<String> uris = new ArrayList<>();
    for (List<?> name : names == null ? List.<List<?>>of() : names) {
      if (name.get(0) instanceof Integer type && type == URI_NAME) {
        uris.add(String.valueOf(name.get(1)));
      }
    }
    if (uris.size() != 1) {
      throw new CertificateException("it names " + uris.size() + " URIs and not one");
    }
    return parse(uris.getFirst());
  }

  private static SpiffeId parse(String text) throws CertificateException {
    try {
      URI uri = URI.create(text);
      String domain = uri.getRawAuthority();
      String path = uri.getRawPath();
      if ("spiffe".equals(uri.getScheme())
          && domain != null
          && path != null
          && text.equals("spiffe://" + domain + path)) {
        return new SpiffeId(domain, path);
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for a URI of another kind.
    }
    throw new CertificateException("its name " + text + " is no SPIFFE id");
  }

  boolean isController() {
    return path.equals(CONTROLLER);
  }

  @Override
  public String toString() {
    return "spiffe://" + trustDomain + path;
  }
}
