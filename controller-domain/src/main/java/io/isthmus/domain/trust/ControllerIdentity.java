package io.isthmus.domain.trust;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * By what the controller proves itself to edges, and whom it believes. Changes while the controller
 * runs; safe for any thread, and nothing here waits.
 */
public interface ControllerIdentity {
  /**
   * All that belongs together.
   *
   * @param chain the controller's own certificate first, then what leads to each root that an edge
   *     may know
   * @param key of the first certificate
   * @param trusted roots that edges' certificates may come from, and that edges are to trust
   * @param active the root that issues now
   */
  record Material(
      List<X509Certificate> chain,
      PrivateKey key,
      List<X509Certificate> trusted,
      X509Certificate active) {
    public Material {
      chain = List.copyOf(chain);
      trusted = List.copyOf(trusted);
    }

    /** The key is not for logs. */
    @Override
    public String toString() {
      return "Material[%d certificates, %d roots]".formatted(chain.size(), trusted.size());
    }
  }

  Material material();

  /** Has the listener called after each change, on whatever thread makes it. */
  void whenChanged(Runnable listener);
}
