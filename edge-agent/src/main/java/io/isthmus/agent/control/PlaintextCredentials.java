package io.isthmus.agent.control;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.Refusal;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.TrustBundle;
import org.jspecify.annotations.Nullable;

/** None, for controllers that speak plaintext; goes with the last of them. */
final class PlaintextCredentials implements Credentials {

  @Override
  public Identity identity() {
    throw new IllegalStateException("there is none");
  }

  @Override
  public @Nullable SslContext forStream() {
    return null;
  }

  @Override
  public @Nullable SslContext forEnrolment() {
    return null;
  }

  @Override
  public boolean isExpired() {
    return false;
  }

  @Override
  public long renewalInNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean isRenewalDue() {
    return false;
  }

  @Override
  public EdgeMessage renewal() {
    throw new IllegalStateException("there is no certificate");
  }

  @Override
  public EnrollRequest rejoin() {
    throw new IllegalStateException("there is no certificate");
  }

  @Override
  public Taken issued(IssuedIdentity issued) {
    return Taken.NO;
  }

  @Override
  public void trust(TrustBundle bundle) {}

  @Override
  public OnDisk reload() {
    return OnDisk.SAME;
  }

  @Override
  public boolean isChanging() {
    return false;
  }

  @Override
  public void refused(Refusal refusal) {}

  @Override
  public boolean isRefused() {
    return false;
  }

  @Override
  public void admitted() {}
}
