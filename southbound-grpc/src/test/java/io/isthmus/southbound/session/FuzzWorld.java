package io.isthmus.southbound.session;

import static io.isthmus.domain.fake.Samples.TENANT;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.admission.EnrollmentTokens;
import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.fake.InMemoryIdentityStore;
import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentToken.Approval;
import io.isthmus.domain.trust.EnrollmentToken.Target;
import io.isthmus.domain.trust.IdentityStore;
import io.isthmus.domain.trust.Secret;
import io.isthmus.pki.TestAuthority;
import io.isthmus.pki.TestRequests;
import io.isthmus.southbound.enrollment.EdgeEnrollmentService;
import io.isthmus.southbound.fake.TestController;
import io.isthmus.southbound.tls.EdgeCertificates;
import io.isthmus.southbound.tls.PeerInterceptor;
import io.isthmus.southbound.tls.RefusedEdges;
import io.isthmus.southbound.tls.SourceLimit;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLSession;

/**
 * The southbound interface as it is behind TLS, on one thread and with a clock of its own: both
 * services, the interceptor that judges certificates, the ledger of identities. Edges {@code e1}
 * and {@code e2} have joined, {@code e3} may.
 */
final class FuzzWorld {
  private static final int MOST_TASKS = 100_000;
  private static final Duration LIFE = Duration.ofHours(24);
  private static final Clock CLOCK = Clock.systemUTC();
  static final Joined JOINED = new Joined();

  private final TestController controller = new TestController(JOINED.authority);
  private final InMemoryIdentityStore ledger = JOINED.ledger(controller.store());
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final EdgeSessions sessions;
  private final ServerServiceDefinition control;
  private final ServerServiceDefinition enrollment;
  private final EdgeCertificates certificates;
  private long nowNanos = 1_000_000_007L;

  /** What takes long to make, and is the same for all worlds. */
  static final class Joined {
    final TestAuthority authority = new TestAuthority(CLOCK);
    final KeyPair newcomer = newKey();
    final TestAuthority.Credentials first;
    final TestAuthority.Credentials second;
    final String edgeToken;
    final String siteToken;
    final String usedToken;
    private final List<EdgeIdentity> identities;
    private final List<IdentityStore.Kept> tokens = new ArrayList<>();

    Joined() {
      TestController controller = new TestController(authority);
      declare(controller);
      InMemoryIdentityStore ledger =
          new InMemoryIdentityStore(controller.store(), new InMemoryAuditLog());
      Admission admission = admission(controller, ledger, authority);
      EnrollmentTokens made =
          new EnrollmentTokens(controller.intent(), ledger, authority.authority(), CLOCK);
      first = join(admission, made, "e1");
      second = join(admission, made, "e2");
      identities = ledger.newestIdentities();
      edgeToken = token(made, new Target.OneEdge(Name.of("e3")), Approval.GIVEN);
      siteToken = token(made, new Target.AnyOfSite(Name.of("s")), Approval.NEEDED);
      usedToken = token(made, new Target.OneEdge(Name.of("e1")), Approval.GIVEN);
      for (String text : List.of(edgeToken, siteToken, usedToken)) {
        tokens.add(ledger.findToken(Secret.readEnrollment(text).orElseThrow().id()).orElseThrow());
      }
    }

    private static TestAuthority.Credentials join(
        Admission admission, EnrollmentTokens tokens, String edge) {
      KeyPair key = newKey();
      EnrollmentOutcome outcome =
          admission.enroll(
              token(tokens, new Target.OneEdge(Name.of(edge)), Approval.GIVEN),
              TestRequests.of(key, "CN=edge"),
              Optional.empty(),
              "test",
              "test");
      return TestAuthority.credentials(key, ((EnrollmentOutcome.Issued) outcome).chain());
    }

    private static String token(EnrollmentTokens tokens, Target target, Approval approval) {
      Instant end = CLOCK.instant().plus(Duration.ofDays(300));
      return tokens.issue(Actor.SYSTEM, TENANT, target, 5, end, approval).secret();
    }

    private InMemoryIdentityStore ledger(InMemoryStore intent) {
      InMemoryIdentityStore ledger = new InMemoryIdentityStore(intent, new InMemoryAuditLog());
      ledger.change(staged -> {
        identities.forEach(staged::save);
        tokens.forEach(kept -> staged.addToken(kept.token(), kept.secret()));
        return 0;
      });
      return ledger;
    }
  }

  FuzzWorld() {
    declare(controller);
    certificates = new EdgeCertificates(TestAuthority.DOMAIN, JOINED.authority.authority(), CLOCK);
    EdgeAdmission admission = EdgeAdmission.of(admission(controller, ledger, JOINED.authority));
    RefusedEdges refused = new RefusedEdges(controller.audit().refusals(), CLOCK);
    EdgeTrust trust =
        new EdgeTrust(admission, JOINED.authority.authority(), certificates, refused, CLOCK);
    sessions =
        new EdgeSessions(
            controller.fleet(),
            controller.watch(),
            trust,
            SessionLimits.withHeartbeat(Duration.ofSeconds(5)),
            CLOCK,
            tasks::add,
            () -> nowNanos,
            new Random(1));
    controller.fleet().attach(sessions);
    admission.listen(sessions::identityEnded);
    PeerInterceptor peers = new PeerInterceptor(certificates);
    control = ServerInterceptors.intercept(new EdgeControlService(sessions).bindService(), peers);
    SourceLimit often = new SourceLimit(100_000, 100_000, () -> nowNanos);
    enrollment =
        ServerInterceptors.intercept(
            new EdgeEnrollmentService(admission, refused, often).bindService(), peers);
  }

  TestController controller() {
    return controller;
  }

  EdgeCertificates certificates() {
    return certificates;
  }

  /** What an outsider can change of an edge, but for its plan. */
  List<Object> stateOf(String edge) {
    EdgeKey key = TestController.key(edge);
    // What edges told of themselves is learnt first, and may go to others.
    String profile = controller.profile(edge).toString();
    settle();
    return List.of(
        controller.status(edge),
        ledger.identities(key).stream()
            .map(identity -> List.of(identity.state(), identity.certificates()))
            .toList(),
        profile);
  }

  Call connect(List<X509Certificate> chain) {
    return new Call(control.getMethod("isthmus.edge.v1.EdgeControl/Connect"), chain);
  }

  Call enroll() {
    return new Call(enrollment.getMethod("isthmus.edge.v1.EdgeEnrollment/Enroll"), List.of());
  }

  void pass(Duration time) {
    nowNanos += time.toNanos();
    sessions.tick();
    settle();
  }

  void settle() {
    for (int done = 0; !tasks.isEmpty(); done++) {
      if (done > MOST_TASKS) {
        throw new AssertionError("the sessions do not come to rest");
      }
      tasks.removeFirst().run();
    }
  }

  /** One call of a client, without a network; bytes in, messages out. */
  final class Call {
    final Deque<Object> down = new ArrayDeque<>();
    Optional<Status> ended = Optional.empty();
    private final MethodDescriptor<Object, Object> method;
    private final ServerCall.Listener<Object> listener;
    private int room;

    @SuppressWarnings("unchecked") // gRPC does not know the types of the methods it looks up
    private Call(ServerMethodDefinition<?, ?> found, List<X509Certificate> chain) {
      ServerMethodDefinition<Object, Object> definition =
          (ServerMethodDefinition<Object, Object>) found;
      method = definition.getMethodDescriptor();
      listener = definition.getServerCallHandler().startCall(new Server(chain), new Metadata());
      listener.onReady();
      settle();
    }

    /** Passes a message on as gRPC would: only when one was asked for. */
    void send(byte[] bytes) {
      if (ended.isEmpty() && room > 0) {
        room--;
        listener.onMessage(method.parseRequest(new ByteArrayInputStream(bytes)));
        settle();
      }
    }

    void complete() {
      if (ended.isEmpty()) {
        listener.onHalfClose();
        settle();
      }
    }

    private final class Server extends ServerCall<Object, Object> {
      private final Attributes attributes;

      Server(List<X509Certificate> chain) {
        Attributes.Builder builder =
            Attributes.newBuilder()
                .set(
                    Grpc.TRANSPORT_ATTR_REMOTE_ADDR,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        if (!chain.isEmpty()) {
          builder.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session(chain));
        }
        attributes = builder.build();
      }

      @Override
      public void request(int messages) {
        room += messages;
      }

      @Override
      public void sendHeaders(Metadata headers) {}

      @Override
      public void sendMessage(Object message) {
        if (ended.isPresent()) {
          throw new AssertionError("sent after the end: " + message);
        }
        down.add(message);
      }

      @Override
      public void close(Status status, Metadata trailers) {
        if (ended.isPresent()) {
          throw new AssertionError("ended twice: " + status);
        }
        ended = Optional.of(status);
      }

      @Override
      public boolean isCancelled() {
        return false;
      }

      @Override
      public MethodDescriptor<Object, Object> getMethodDescriptor() {
        return method;
      }

      @Override
      public Attributes getAttributes() {
        return attributes;
      }
    }
  }

  private static SSLSession session(List<X509Certificate> chain) {
    return (SSLSession)
        Proxy.newProxyInstance(
            FuzzWorld.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, asked, arguments) -> {
              if (asked.getName().equals("getPeerCertificates")) {
                return chain.toArray(X509Certificate[]::new);
              }
              throw new UnsupportedOperationException(asked.getName());
            });
  }

  private static void declare(TestController controller) {
    controller.declareEdges(3);
    controller.change(
        new Change.PutOverlay(Samples.mesh("on-1", Transport.INTERNET, "e1", "e2", "e3")),
        new Change.PutTrafficClass(Samples.preferring("voice", "on-1")));
  }

  private static Admission admission(
      TestController controller, IdentityStore ledger, TestAuthority authority) {
    return new Admission(
        controller.intent(),
        ledger,
        authority.authority(),
        controller.audit().refusals(),
        LIFE,
        CLOCK);
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
