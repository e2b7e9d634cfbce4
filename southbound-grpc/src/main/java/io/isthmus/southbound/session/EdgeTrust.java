package io.isthmus.southbound.session;

import io.isthmus.domain.trust.ControllerIdentity;
import io.isthmus.southbound.tls.EdgeCertificates;
import io.isthmus.southbound.tls.RefusedEdges;
import java.time.Clock;

/**
 * What streams ask about who is at their other end.
 *
 * @param identity roots that edges are told
 * @param certificates reads those that were issued
 * @param clock what the ends of certificates are held against
 */
public record EdgeTrust(
    EdgeAdmission admission,
    ControllerIdentity identity,
    EdgeCertificates certificates,
    RefusedEdges refused,
    Clock clock) {}
