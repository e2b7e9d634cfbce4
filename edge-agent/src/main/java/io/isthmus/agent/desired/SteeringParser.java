package io.isthmus.agent.desired;

import io.isthmus.southbound.api.v1.Steering;
import io.isthmus.southbound.api.v1.SteeringCandidate;
import io.isthmus.southbound.api.v1.SteeringMember;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A steering: who carries a class to an edge now, and who may. */
final class SteeringParser {

  private static final int MAX_WEIGHT = 256;

  private final Fields fields;

  private SteeringParser(Fields fields) {
    this.fields = fields;
  }

  static Resource parse(Steering wire, Fields fields) {
    return new SteeringParser(fields).steering(wire);
  }

  private Resource steering(Steering wire) {
    List<Share> members = new ArrayList<>(wire.getMembersCount());
    Set<String> seen = new HashSet<>();
    for (SteeringMember member : wire.getMembersList()) {
      fields.within("weight of " + member.getTunnelKey(), member.getWeight(), 1, MAX_WEIGHT);
      if (!seen.add(member.getTunnelKey())) {
        fields.problem(
            "tunnel " + member.getTunnelKey() + " is a member twice: add up the weights");
      }
      members.add(new Share(member.getTunnelKey(), member.getWeight()));
    }
    return new Resource.Steering(
        wire.getTrafficClass(),
        wire.getDestinationEdge(),
        List.copyOf(members),
        candidates(wire, seen),
        wire.getDecisionId(),
        wire.getPinned());
  }

  private List<Resource.Candidate> candidates(Steering wire, Set<String> members) {
    List<Resource.Candidate> candidates = new ArrayList<>(wire.getCandidatesCount());
    Set<String> seen = new HashSet<>();
    for (SteeringCandidate candidate : wire.getCandidatesList()) {
      String tunnel = candidate.getTunnelKey();
      fields.within("weight of candidate " + tunnel, candidate.getWeight(), 1, MAX_WEIGHT);
      if (!seen.add(tunnel)) {
        fields.problem("tunnel " + tunnel + " is a candidate twice");
      }
      candidates.add(new Resource.Candidate(tunnel, candidate.getRank(), candidate.getWeight()));
    }
    if (!candidates.isEmpty() && !seen.containsAll(members)) {
      fields.problem("a member is no candidate: name every member among the candidates");
    }
    return List.copyOf(candidates);
  }
}
