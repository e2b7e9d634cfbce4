package io.isthmus.pki;

import io.isthmus.domain.trust.RootStore;
import io.isthmus.domain.trust.RootStore.Root;
import io.isthmus.domain.trust.SecretBox;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All roots that there were, as they are stored, with the key of the newest. Immutable.
 *
 * @param stored oldest first
 * @param certificates of the roots, in the same order
 * @param signer the newest root
 */
record Lineage(
    List<Root> stored, List<X509Certificate> certificates, CertificateMint.Signer signer) {
  /** How many roots back an edge may have slept and still know the controller. */
  private static final int MOST_ANCESTORS = 3;

  Lineage {
    stored = List.copyOf(stored);
    certificates = List.copyOf(certificates);
  }

  static Lineage of(List<Root> stored, SecretBox box) {
    List<X509Certificate> certificates =
        stored.stream().map(root -> parse(root.certificate().bytes())).toList();
    Root newest = stored.getLast();
    String sealed =
        newest
            .sealedKey()
            .orElseThrow(() ->
                new IllegalStateException("root %d has no key".formatted(newest.generation())));
    byte[] key = box.open(purpose(newest.generation()), sealed);
    return new Lineage(
        stored,
        certificates,
        new CertificateMint.Signer(certificates.getLast(), P256.privateKey(key)));
  }

  static String purpose(int generation) {
    return "root/" + generation;
  }

  Root newest() {
    return stored.getLast();
  }

  boolean isActive(Root root) {
    return root.retiresAt().isEmpty();
  }

  /** Active or within its overlap. */
  static boolean isTrusted(Root root, Instant now) {
    return root.retiresAt().isEmpty() || root.retiresAt().get().isAfter(now);
  }

  /** The active one first. */
  List<X509Certificate> trusted(Instant now) {
    List<X509Certificate> trusted = new ArrayList<>();
    for (int i = stored.size() - 1; i >= 0; i--) {
      if (isTrusted(stored.get(i), now)) {
        trusted.add(certificates.get(i));
      }
    }
    return List.copyOf(trusted);
  }

  /**
   * What leads from the active root's key to each older root, newest first. Older roots are not
   * trusted here any more when their overlap is over, but an edge that has slept may know no other.
   */
  List<X509Certificate> crossings(Instant now) {
    List<X509Certificate> crossings = new ArrayList<>();
    for (int i = stored.size() - 1; i > 0 && crossings.size() < MOST_ANCESTORS; i--) {
      if (stored.get(i).crossCertificate().isEmpty()) {
        break;
      }
      X509Certificate cross = parse(stored.get(i).crossCertificate().get().bytes());
      if (cross.getNotAfter().toInstant().isBefore(now)) {
        break;
      }
      crossings.add(cross);
    }
    return List.copyOf(crossings);
  }

  /**
   * What the controller sends after its own certificate: the crossings, then the roots themselves,
   * oldest first, since an edge that joins looks among them for the one that its token names.
   */
  List<X509Certificate> behindTheController(Instant now) {
    List<X509Certificate> behind = new ArrayList<>(crossings(now));
    int ancestors = behind.size();
    behind.addAll(certificates.subList(certificates.size() - 1 - ancestors, certificates.size()));
    return List.copyOf(behind);
  }

  /** As it was stored, if this is what is stored now. */
  boolean isOf(RootStore store) {
    return stored.equals(store.roots());
  }

  private static X509Certificate parse(byte[] der) {
    try {
      return CertificateMint.parse(der);
    } catch (CertificateException e) {
      throw new IllegalStateException("a stored root is no certificate", e);
    }
  }
}
