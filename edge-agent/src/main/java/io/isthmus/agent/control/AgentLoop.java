package io.isthmus.agent.control;

import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.desired.Problem;
import io.isthmus.agent.steer.Steer;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What the agent's thread does for as long as it lives: takes what has come in, then does what is
 * due. Traffic on a dead path comes before all else.
 */
final class AgentLoop {

  private final Inbox inbox;
  private final Dataplane dataplane;
  private final Steer steer;
  private final Repairs repairs;
  private final Configurations configurations;
  private final Measuring measuring;
  private final Tidying tidying;
  private final Introduction introduction;
  private final AgentMetrics metrics;
  private final Session session;

  AgentLoop(
      Inbox inbox,
      Dataplane dataplane,
      Steer steer,
      Repairs repairs,
      Configurations configurations,
      Measuring measuring,
      Tidying tidying,
      Introduction introduction,
      AgentMetrics metrics,
      Session session) {
    this.inbox = inbox;
    this.dataplane = dataplane;
    this.steer = steer;
    this.repairs = repairs;
    this.configurations = configurations;
    this.measuring = measuring;
    this.tidying = tidying;
    this.introduction = introduction;
    this.metrics = metrics;
    this.session = session;
  }

  private enum Next {
    GO_ON,
    STOP
  }

  /** Returns when the agent is to stop. */
  void run() throws IOException, InterruptedException {
    while (true) {
      Inbox.Item item = inbox.take(Duration.ofNanos(dueIn(System.nanoTime())));
      // Whatever else has come: traffic on a dead path comes first.
      reroute();
      long now = System.nanoTime();
      if (item != null && take(item, now) == Next.STOP) {
        return;
      }
      measuring.runIfDue(now);
      tidying.runIfDue(now);
      obeyDistrust();
      serveSession();
      metrics.update(known());
      repairs.run(configurations, session);
    }
  }

  private long dueIn(long now) {
    long due = Math.min(session.dueIn(now), repairs.nextAt() - now);
    due = Math.min(due, Math.min(measuring.dueIn(now), steer.dueIn(now)));
    return Math.min(due, tidying.dueIn(now));
  }

  private void reroute() throws IOException {
    steer.tickIfDue();
    List<Problem> refused = steer.apply(dataplane);
    if (!refused.isEmpty()) {
      repairs.kernelChanged(System.nanoTime());
      Problem first = refused.getFirst();
      Log.warn(
          refused.size() + " reroutes refused, first: " + first.key() + ": " + first.message());
    }
  }

  private Next take(Inbox.Item item, long now) throws IOException {
    switch (item) {
      case Inbox.Stop ignored -> {
        return Next.STOP;
      }
      case Inbox.Received received -> receive(received, now);
      case Inbox.StreamEnded ended -> session.ended(ended, now);
      case Inbox.Enrolled enrolled -> session.enrolled(enrolled, now);
      case Inbox.KernelChanged changed -> repairs.kernelChanged(changed.atNanos());
      case Inbox.VnisChanged changed -> repairs.vnisChanged(changed.atNanos());
      case Inbox.Wake ignored -> {}
    }
    return Next.GO_ON;
  }

  private void receive(Inbox.Received received, long now) throws IOException {
    ConfigUpdate update = session.received(received, now);
    if (update != null) {
      Log.works(update.getRevision(), update.getTraceParent());
      configurations.update(update, received.atNanos(), session);
      Log.done();
      measuring.measure(dataplane.probePlan());
    }
  }

  private void obeyDistrust() throws IOException {
    if (session.isDistrusted() && !dataplane.config().isEmpty()) {
      Log.warn("the controller trusts this edge no more: its overlays are taken down");
      configurations.takeDown();
      measuring.measure(dataplane.probePlan());
    }
  }

  private void serveSession() throws IOException {
    session.run(System.nanoTime());
    if (session.isAnother()) {
      throw new IOException("this device has joined as another edge: start the agent again");
    }
    session.flush();
    introduction.tellNewKeys(session);
  }

  private AgentMetrics.Now known() {
    Configurations.Counts counts = configurations.counts();
    return new AgentMetrics.Now(
        configurations.revision(),
        session.isWelcome(),
        session.certificateExpiry(),
        counts.applied(),
        counts.refused(),
        counts.applyMicros(),
        repairs.mendedObjects());
  }
}
