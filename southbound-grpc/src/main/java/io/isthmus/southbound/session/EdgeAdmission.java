package io.isthmus.southbound.session;

import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.admission.IdentityListener;
import io.isthmus.domain.admission.Standing;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.Fingerprint;
import java.math.BigInteger;
import java.util.Optional;

/** What edges themselves may ask of {@link Admission}, and nothing that operators may. */
public interface EdgeAdmission {
  EnrollmentOutcome enroll(
      String token, Der request, Optional<Name> edge, String agentVersion, String from);

  EnrollmentOutcome rejoin(Der lastCertificate, Der request, String from);

  EnrollmentOutcome renew(EdgeKey edge, BigInteger presented, Der request);

  Standing check(EdgeKey edge, BigInteger serial, Fingerprint key);

  void listen(IdentityListener listener);

  static EdgeAdmission of(Admission admission) {
    return new EdgeAdmission() {
      @Override
      public EnrollmentOutcome enroll(
          String token, Der request, Optional<Name> edge, String agentVersion, String from) {
        return admission.enroll(token, request, edge, agentVersion, from);
      }

      @Override
      public EnrollmentOutcome rejoin(Der lastCertificate, Der request, String from) {
        return admission.rejoin(lastCertificate, request, from);
      }

      @Override
      public EnrollmentOutcome renew(EdgeKey edge, BigInteger presented, Der request) {
        return admission.renew(edge, presented, request);
      }

      @Override
      public Standing check(EdgeKey edge, BigInteger serial, Fingerprint key) {
        return admission.check(edge, serial, key);
      }

      @Override
      public void listen(IdentityListener listener) {
        admission.listen(listener);
      }
    };
  }
}
