package io.isthmus.agent.identity;

import com.google.protobuf.ByteString;
import io.isthmus.agent.identity.EnrollmentClient.Answer;
import io.isthmus.agent.identity.EnrollmentClient.Answered;
import io.isthmus.agent.identity.EnrollmentClient.Refused;
import io.isthmus.agent.identity.EnrollmentClient.Unavailable;
import io.isthmus.agent.identity.EnrollmentClient.Untrusted;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.PendingApproval;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes this device an edge: a key, a request, a certificate for it. Until all of it is there and
 * was looked at, nothing of what was before changes.
 */
public final class Joining {

  private static final long MIN_WAIT_MILLIS = 500;
  private static final long MAX_WAIT_MILLIS = 60_000;
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final long MAX_RETRY_MILLIS = 15_000;

  private final IdentityStore store;
  private final InstantSource clock;
  private final Consumer<String> out;

  public Joining(IdentityStore store, InstantSource clock, Consumer<String> out) {
    this.store = store;
    this.clock = clock;
    this.out = out;
  }

  /**
   * What to join with.
   *
   * @param edge empty unless the token is for a site
   * @param patience how long a controller that cannot be reached is tried
   */
  public record Invitation(
      EnrollmentToken token,
      String edge,
      int instance,
      List<ControllerAddress> controllers,
      Duration patience,
      String agentVersion) {
    public Invitation {
      controllers = List.copyOf(controllers);
    }
  }

  /** The device is no edge by this; the message names the mend. */
  public static final class NotJoined extends Exception {
    private static final long serialVersionUID = 1L;

    NotJoined(String message) {
      super(message);
    }
  }

  public Identity join(Invitation invitation) throws NotJoined, IOException, InterruptedException {
    try (IdentityStore.Hold hold = store.hold()) {
      if (!hold.isTaken()) {
        throw new NotJoined("the identity is being changed at this moment: try again");
      }
      Optional<Identity> known = joinedBy(invitation);
      return known.isPresent() ? again(known.get(), invitation) : enroll(invitation);
    }
  }

  /** The identity that this very invitation led to, where it still counts. */
  private Optional<Identity> joinedBy(Invitation invitation) throws IOException {
    Optional<Identity> known;
    try {
      known = store.find();
    } catch (IOException e) {
      out.accept(e.getMessage());
      return Optional.empty();
    }
    if (known.isEmpty() || store.refusal(known.get()).isPresent()) {
      return Optional.empty();
    }
    return known
        .filter(identity -> identity.token().equals(invitation.token().id()))
        .filter(
            identity -> invitation.edge().isEmpty() || invitation.edge().equals(identity.edge()));
  }

  private Identity again(Identity known, Invitation invitation) throws NotJoined, IOException {
    if (known.instance() != invitation.instance()) {
      throw new NotJoined(
          "this edge has joined as instance "
              + known.instance()
              + ": say so, or join with a new token");
    }
    Identity identity = known.reachedBy(invitation.controllers());
    store.save(identity);
    out.accept("this token was used before, and this device is " + identity + ": nothing to do");
    return identity;
  }

  private Identity enroll(Invitation invitation)
      throws NotJoined, IOException, InterruptedException {
    Optional<PendingKey> kept =
        store.findPending().filter(key -> key.isFor(invitation.token(), invitation.edge()));
    PendingKey key =
        kept.isPresent() ? kept.get() : PendingKey.generate(invitation.token(), invitation.edge());
    store.save(key);
    EnrollRequest request =
        EnrollRequest.newBuilder()
            .setToken(invitation.token().text())
            .setCertificateRequest(ByteString.copyFrom(key.certificateRequest()))
            .setEdge(invitation.edge())
            .setAgentVersion(invitation.agentVersion())
            .build();
    Attempts attempts = new Attempts(invitation);
    while (true) {
      ControllerTrust trust = ControllerTrust.pinned(invitation.token().rootFingerprint(), clock);
      Answer answer = EnrollmentClient.ask(attempts.address(), trust, request);
      switch (answer) {
        case Answered answered when answered.reply().hasIssued() -> {
          return finish(invitation, key, answered.reply().getIssued(), trust);
        }
        case Answered answered when answered.reply().hasPending() ->
            attempts.pending(
                answered.reply().getPending(), KeyPairs.fingerprint(key.certificateRequest()));
        case Answered answered ->
            throw new NotJoined(
                "the controller's answer is of a kind that"
                    + " this agent does not know ("
                    + outcome(answered.reply())
                    + "): update the agent");
        case Refused refused -> throw refused(refused.refusal());
        case Untrusted untrusted -> attempts.failed(untrusted.why(), Prospect.NONE);
        case Unavailable unavailable -> attempts.failed(unavailable.why(), Prospect.LATER);
      }
    }
  }

  private static EnrollReply.OutcomeCase outcome(EnrollReply reply) {
    return reply.getOutcomeCase();
  }

  /** A key that was refused for good is of no use to a later attempt. */
  private NotJoined refused(Refusal refusal) throws IOException {
    switch (refusal.reason()) {
      case REFUSAL_REASON_REQUEST_INVALID,
          REFUSAL_REASON_REJECTED,
          REFUSAL_REASON_REPLAYED,
          REFUSAL_REASON_IDENTITY_REVOKED,
          REFUSAL_REASON_IDENTITY_SUPERSEDED ->
          store.forgetPending();
      default -> {}
    }
    return new NotJoined("the controller refuses: " + refusal.explained());
  }

  private enum Prospect {
    NONE,
    LATER
  }

  /** Whom to ask next, and when; says what it waits for. */
  private final class Attempts {
    private final Invitation invitation;
    private final long begin = System.nanoTime();
    private int at;
    private int hopeless;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private String said = "";

    Attempts(Invitation invitation) {
      this.invitation = invitation;
    }

    ControllerAddress address() {
      return invitation.controllers().get(at % invitation.controllers().size());
    }

    void pending(PendingApproval pending, String fingerprint) throws InterruptedException {
      say(
          "waiting for an operator to approve request "
              + pending.getRequestId()
              + " of token "
              + invitation.token().id()
              + ": isthmus edge-requests approve --tenant TENANT "
              + pending.getRequestId()
              + " (SHA-256 of this device's key: "
              + fingerprint
              + "). This goes on by itself then, and may be"
              + " interrupted and begun again until then");
      Thread.sleep(Math.clamp(pending.getRetryAfterMillis(), MIN_WAIT_MILLIS, MAX_WAIT_MILLIS));
    }

    void failed(String why, Prospect prospect) throws NotJoined, InterruptedException {
      say(address() + ": " + why);
      hopeless = prospect == Prospect.NONE ? hopeless + 1 : 0;
      if (hopeless == invitation.controllers().size()) {
        throw new NotJoined(address() + ": " + why);
      }
      at++;
      if (at % invitation.controllers().size() != 0) {
        return;
      }
      hopeless = 0;
      if (System.nanoTime() - begin > invitation.patience().toNanos()) {
        throw new NotJoined(
            "no controller could be asked within "
                + invitation.patience().toSeconds()
                + " s, the last one was "
                + why);
      }
      Thread.sleep(retryMillis);
      retryMillis = Math.min(2 * retryMillis, MAX_RETRY_MILLIS);
    }

    private void say(String line) {
      if (!line.equals(said)) {
        out.accept(line);
        said = line;
      }
    }
  }

  private Identity finish(
      Invitation invitation, PendingKey key, IssuedIdentity issued, ControllerTrust trust)
      throws NotJoined, IOException {
    try {
      Issuance issuance = Issuance.of(issued, clock.instant());
      PublicKey certified = issuance.chain().getFirst().getPublicKey();
      if (!KeyPairs.belongTogether(key.key(), certified)) {
        throw new CertificateException("it is for another key");
      }
      String domain = SpiffeId.of(trust.seen().getFirst()).trustDomain();
      issuance.requireName(SpiffeId.edge(domain, issued.getTenant(), issued.getEdge()));
      Identity identity =
          new Identity(
              issued.getTenant(),
              issued.getEdge(),
              invitation.instance(),
              invitation.controllers(),
              invitation.token().id(),
              key.key(),
              key.certificateRequest(),
              issuance.chain(),
              issuance.trustBundle());
      store.save(identity);
      store.admit();
      out.accept("joined: this device is " + identity);
      return identity;
    } catch (CertificateException e) {
      throw new NotJoined("the controller issued a certificate that cannot be used: " + message(e));
    }
  }

  private static @Nullable String message(Exception e) {
    return e.getMessage();
  }
}
