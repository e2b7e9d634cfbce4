package io.isthmus.agent.steer;

import io.isthmus.selection.choice.Cause;
import io.isthmus.selection.choice.Choice;
import io.isthmus.selection.choice.ClassSteering.Fared;
import io.isthmus.selection.choice.ClassSteering.SlaChange;
import io.isthmus.selection.choice.Judged;
import io.isthmus.selection.choice.Member;
import io.isthmus.selection.sla.PathState;
import io.isthmus.selection.sla.Verdict;
import io.isthmus.southbound.api.v1.CandidateInput;
import io.isthmus.southbound.api.v1.ChoiceCause;
import io.isthmus.southbound.api.v1.Chosen;
import io.isthmus.southbound.api.v1.ClassWindow;
import io.isthmus.southbound.api.v1.SlaChanged;
import io.isthmus.southbound.api.v1.SteeringMember;

/** What the selection module says, in the words of the wire. */
final class Notices {

  private Notices() {}

  static Chosen chosen(SteerPlan.Item item, Choice choice, long revision, long reactionMicros) {
    Chosen.Builder chosen =
        Chosen.newBuilder()
            .setTrafficClass(item.trafficClass())
            .setDestinationEdge(item.destinationEdge())
            .setCause(cause(choice.cause()))
            .setReason(choice.reason())
            .setDecisionId(choice.decision())
            .setRevision(revision)
            .setReactionMicros(reactionMicros);
    choice.members().forEach(member -> chosen.addMembers(member(member)));
    choice.inputs().forEach(input -> chosen.addInputs(input(input)));
    return chosen.build();
  }

  private static SteeringMember member(Member member) {
    return SteeringMember.newBuilder().setTunnelKey(member.id()).setWeight(member.weight()).build();
  }

  private static CandidateInput input(Judged judged) {
    return CandidateInput.newBuilder()
        .setTunnelKey(judged.candidate().id())
        .setState(state(judged.state()))
        .setCompliant(judged.compliant())
        .setRttMs(judged.measured().rttMs())
        .setOneWayDelayMs(
            judged.measured().halfRtt() ? Double.NaN : judged.measured().oneWayDelayMs())
        .setJitterMs(judged.measured().jitterMs())
        .setLossPct(judged.measured().lossPct())
        .setFreeBps(judged.measured().freeBps())
        .setCost(judged.candidate().cost())
        .setScore(judged.score())
        .build();
  }

  static SlaChanged slaChanged(SteerPlan.Item item, SlaChange change) {
    Verdict verdict = change.verdict();
    return SlaChanged.newBuilder()
        .setTrafficClass(item.trafficClass())
        .setDestinationEdge(item.destinationEdge())
        .setTunnelKey(change.candidate())
        .setViolated(verdict.isViolated())
        .setMetric(verdict.metric().fieldName())
        .setValue(Double.isNaN(verdict.value()) ? 0 : verdict.value())
        .setThreshold(verdict.threshold())
        .setCarrying(change.carrying())
        .setHalfRtt(verdict.halfRtt())
        .build();
  }

  static ClassWindow window(SteerPlan.Item item, Fared fared, long beginMicros) {
    return ClassWindow.newBuilder()
        .setTrafficClass(item.trafficClass())
        .setDestinationEdge(item.destinationEdge())
        .setBeginMicros(beginMicros)
        .setMeasuredMillis((int) fared.measuredMillis())
        .setViolatedMillis((int) fared.violatedMillis())
        .setShadowViolatedMillis((int) fared.shadowViolatedMillis())
        .setShadowMoves(fared.shadowMoves())
        .build();
  }

  static PathState state(io.isthmus.southbound.api.v1.PathState wire) {
    return switch (wire) {
      case PATH_STATE_UP -> PathState.UP;
      case PATH_STATE_DOWN -> PathState.DOWN;
      case PATH_STATE_REMOTE_SILENT -> PathState.REMOTE_SILENT;
      case PATH_STATE_UNKNOWN, PATH_STATE_UNSPECIFIED, UNRECOGNIZED -> PathState.UNKNOWN;
    };
  }

  private static io.isthmus.southbound.api.v1.PathState state(PathState state) {
    return switch (state) {
      case UNKNOWN -> io.isthmus.southbound.api.v1.PathState.PATH_STATE_UNKNOWN;
      case UP -> io.isthmus.southbound.api.v1.PathState.PATH_STATE_UP;
      case DOWN -> io.isthmus.southbound.api.v1.PathState.PATH_STATE_DOWN;
      case REMOTE_SILENT -> io.isthmus.southbound.api.v1.PathState.PATH_STATE_REMOTE_SILENT;
    };
  }

  private static ChoiceCause cause(Cause cause) {
    return switch (cause) {
      case POLICY -> ChoiceCause.CHOICE_CAUSE_POLICY;
      case REQUESTED -> ChoiceCause.CHOICE_CAUSE_REQUESTED;
      case PATH_DOWN -> ChoiceCause.CHOICE_CAUSE_PATH_DOWN;
      case SLA_BROKEN -> ChoiceCause.CHOICE_CAUSE_SLA_BROKEN;
      case RETURNED -> ChoiceCause.CHOICE_CAUSE_RETURNED;
      case STRATEGY -> ChoiceCause.CHOICE_CAUSE_STRATEGY;
      case PREDICTED -> ChoiceCause.CHOICE_CAUSE_PREDICTED;
      case NONE_COMPLIANT -> ChoiceCause.CHOICE_CAUSE_NONE_COMPLIANT;
    };
  }
}
