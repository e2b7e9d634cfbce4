package io.isthmus.agent.control;

import com.google.protobuf.ByteString;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.isthmus.agent.identity.ClientTls;
import io.isthmus.agent.identity.ControllerTrust;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.identity.IdentityStore.Replaced;
import io.isthmus.agent.identity.Issuance;
import io.isthmus.agent.identity.Refusal;
import io.isthmus.southbound.api.v1.CertificateRenewal;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.TrustBundle;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The identity in use: when it is renewed, what the controller gives for it, and whether another
 * one came by a new join. Confined to the agent's thread.
 *
 * <p>Renewals are for the same key. A new one each time would lock out an edge whose answer got
 * lost, since the controller would know it by a key that it does not have; and who can take the key
 * once can take the next. A new join makes a new key.
 */
final class Credentials {

  /** The wall clock may be set at any time, so that what is due is looked at now and then. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(60);

  private static final Duration MIN_RETRY = Duration.ofSeconds(1);
  private static final Duration MAX_RETRY = Duration.ofSeconds(60);
  private static final Duration MAX_DEMAND_SPREAD = Duration.ofSeconds(10);

  private final IdentityStore store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private Identity identity;
  private ControllerTrust trust;
  private long version;
  private Instant renewAt;

  Credentials(IdentityStore store, Identity identity, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.version = store.version();
    this.identity = identity;
    this.trust = trustOf(identity);
    this.renewAt = renewalPoint(identity);
  }

  Identity identity() {
    return identity;
  }

  private ControllerTrust trustOf(Identity of) {
    return ControllerTrust.of(of.trustBundle(), of.spiffeId().trustDomain(), clock);
  }

  /** At two thirds of the life, give or take a twentieth: a thousand edges that joined at once. */
  private Instant renewalPoint(Identity of) {
    long life = Duration.between(of.notBefore(), of.expiry()).toMillis();
    return of.notBefore().plusMillis(life * 2 / 3 + random.nextLong(-life / 20, life / 20 + 1));
  }

  /** A hundredth of the life, within bounds. */
  private Duration retry() {
    Duration part = Duration.between(identity.notBefore(), identity.expiry()).dividedBy(100);
    Duration atLeast = part.compareTo(MIN_RETRY) < 0 ? MIN_RETRY : part;
    return atLeast.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : atLeast;
  }

  /** For one connection, in the edge's name. */
  SslContext forStream() {
    trust = trustOf(identity);
    return ClientTls.of(identity, trust);
  }

  /** For one connection of an edge whose certificate counts no more. */
  SslContext forEnrolment() {
    trust = trustOf(identity);
    return ClientTls.anonymous(trust);
  }

  boolean isExpired() {
    return !clock.instant().isBefore(identity.expiry());
  }

  long renewalInNanos() {
    Duration left = Duration.between(clock.instant(), renewAt);
    return (left.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : left).toNanos();
  }

  boolean isRenewalDue() {
    return !clock.instant().isBefore(renewAt);
  }

  /** Asks for the next certificate, and again later where no answer comes. */
  EdgeMessage renewal() {
    renewAt = clock.instant().plus(spread(retry())).plus(retry());
    return EdgeMessage.newBuilder()
        .setCertificateRenewal(
            CertificateRenewal.newBuilder()
                .setCertificateRequest(ByteString.copyFrom(identity.certificateRequest())))
        .build();
  }

  private Duration spread(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }

  EnrollRequest rejoin() {
    return EnrollRequest.newBuilder()
        .setLastCertificate(ByteString.copyFrom(identity.encodedCertificate()))
        .setCertificateRequest(ByteString.copyFrom(identity.certificateRequest()))
        .setEdge(identity.edge())
        .setAgentVersion(AgentSettings.VERSION)
        .build();
  }

  /** Whether the edge has something that it had not before. */
  enum Taken {
    YES,
    NO
  }

  /** Keeps what was issued, where it can be used. */
  Taken issued(IssuedIdentity issued) {
    try {
      Identity renewed = Issuance.of(issued, clock.instant()).renew(identity);
      if (store.replace(identity, renewed) == Replaced.NO) {
        Log.warn("a certificate came for an identity that is being replaced, it is dropped");
        return Taken.NO;
      }
      use(renewed);
      Log.info("certificate renewed, in force until " + identity.expiry());
      return Taken.YES;
    } catch (CertificateException e) {
      Log.warn("the controller issued a certificate that cannot be used: " + e.getMessage());
    } catch (IOException e) {
      Log.warn("the new certificate cannot be kept on disk, asking again later: " + e);
    }
    return Taken.NO;
  }

  private void use(Identity next) {
    identity = next;
    version = store.version();
    renewAt = renewalPoint(next);
  }

  /** Trusts other roots from the next connection on. */
  void trust(TrustBundle bundle) {
    try {
      Identity trusting = identity.trusting(Issuance.roots(bundle, identity, trust));
      if (!trusting.trustBundle().equals(identity.trustBundle())
          && store.replace(identity, trusting) == Replaced.YES) {
        identity = trusting;
        version = store.version();
        Log.info("trusting " + trusting.trustBundle().size() + " roots from now on");
      }
    } catch (CertificateException e) {
      Log.warn("roots that cannot be used are not taken over: " + e.getMessage());
    } catch (IOException e) {
      Log.warn("the new roots cannot be kept on disk: " + e);
    }
    if (bundle.getRenewCertificate()) {
      renewSoon();
    }
  }

  /** Not at once: the controller asks all edges in the same moment. */
  private void renewSoon() {
    Duration most = retry();
    Instant soon =
        clock
            .instant()
            .plus(spread(most.compareTo(MAX_DEMAND_SPREAD) > 0 ? MAX_DEMAND_SPREAD : most));
    renewAt = renewAt.isBefore(soon) ? renewAt : soon;
  }

  /** What there is on disk, compared with what is in use. */
  enum OnDisk {
    SAME,
    /** The same edge has joined again. */
    NEWER,
    /** The device has become another edge, or none. */
    ANOTHER
  }

  OnDisk reload() {
    if (store.version() == version) {
      return OnDisk.SAME;
    }
    try {
      Optional<Identity> found = store.find();
      if (found.isEmpty() || !isSameEdge(found.get())) {
        return OnDisk.ANOTHER;
      }
      use(found.get());
      return OnDisk.NEWER;
    } catch (IOException e) {
      Log.warn(String.valueOf(e.getMessage()));
      version = store.version();
      return OnDisk.SAME;
    }
  }

  private boolean isSameEdge(Identity other) {
    return other.tenant().equals(identity.tenant())
        && other.edge().equals(identity.edge())
        && other.instance() == identity.instance();
  }

  /** Whether a join is under way at this moment, so that what is in use may be superseded by it. */
  boolean isChanging() {
    try (IdentityStore.Hold hold = store.hold()) {
      return !hold.isTaken();
    } catch (IOException e) {
      return false;
    }
  }

  /** Notes on disk that the controller trusts this identity no more. */
  void refused(Refusal refusal) {
    try {
      store.refuse(identity, clock.instant() + " " + refusal.explained());
    } catch (IOException e) {
      Log.warn("that the identity is refused cannot be kept on disk: " + e);
    }
  }

  boolean isRefused() {
    try {
      return store.refusal(identity).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  void admitted() {
    try {
      store.admit();
    } catch (IOException e) {
      Log.warn("that the identity is trusted again cannot be kept on disk: " + e);
    }
  }
}
