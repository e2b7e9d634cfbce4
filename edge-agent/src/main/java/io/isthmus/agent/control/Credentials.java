package io.isthmus.agent.control;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.Refusal;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.TrustBundle;
import org.jspecify.annotations.Nullable;

/** In whose name the session speaks. Goes when no controller speaks plaintext any more. */
interface Credentials {

  enum Taken {
    YES,
    NO
  }

  /** What there is on disk, compared with what is in use. */
  enum OnDisk {
    SAME,
    /** The same edge has joined again. */
    NEWER,
    /** The device has become another edge, or none. */
    ANOTHER
  }

  Identity identity();

  /** Null: in clear. */
  @Nullable SslContext forStream();

  @Nullable SslContext forEnrolment();

  boolean isExpired();

  long renewalInNanos();

  boolean isRenewalDue();

  EdgeMessage renewal();

  EnrollRequest rejoin();

  Taken issued(IssuedIdentity issued);

  void trust(TrustBundle bundle);

  OnDisk reload();

  boolean isChanging();

  void refused(Refusal refusal);

  boolean isRefused();

  void admitted();
}
