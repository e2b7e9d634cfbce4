package io.isthmus.southbound.tls;

import io.isthmus.domain.trust.ControllerIdentity;
import io.isthmus.domain.trust.ControllerIdentity.Material;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the controller's present certificate at each handshake. A handshake asks for chain and key
 * one after the other; the alias makes sure that they belong together though the certificate is
 * renewed in between.
 */
final class LiveKeyManager extends X509ExtendedKeyManager {
  private static final String TYPE = "EC";
  private static final int KEPT = 8;

  private final ControllerIdentity identity;
  private final ConcurrentMap<String, Material> byAlias = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<String> aliases = new ConcurrentLinkedDeque<>();
  private final AtomicReference<@Nullable Material> newest = new AtomicReference<>();

  LiveKeyManager(ControllerIdentity identity) {
    this.identity = identity;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return TYPE.equals(keyType) ? alias(identity.material()) : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
    Material material = find(alias);
    return material == null ? null : material.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
    Material material = find(alias);
    return material == null ? null : material.key();
  }

  @Override
  public String @Nullable [] getServerAliases(
      @Nullable String keyType, Principal @Nullable [] issuers) {
    return TYPE.equals(keyType) ? new String[] {alias(identity.material())} : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public String @Nullable [] getClientAliases(
      @Nullable String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  private @Nullable Material find(@Nullable String alias) {
    return alias == null ? null : byAlias.get(alias);
  }

  private String alias(Material material) {
    String alias = material.chain().getFirst().getSerialNumber().toString(16);
    if (newest.getAndSet(material) != material && byAlias.putIfAbsent(alias, material) == null) {
      aliases.addLast(alias);
      if (aliases.size() > KEPT) {
        byAlias.remove(aliases.removeFirst());
      }
    }
    return alias;
  }
}
