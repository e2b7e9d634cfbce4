package io.isthmus.northbound.application;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.Application;
import io.isthmus.domain.traffic.Match;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Applications in documents. */
public final class ApplicationType implements ResourceType<Application, ApplicationView> {
  public static final ApplicationType INSTANCE = new ApplicationType();

  private ApplicationType() {}

  @Override
  public Kind kind() {
    return Kind.APPLICATION;
  }

  @Override
  public String field() {
    return "applications";
  }

  @Override
  public SortedMap<Name, Declared<Application>> in(Network network) {
    return network.applications();
  }

  @Override
  public NetworkDiff.Part<Application> in(NetworkDiff diff) {
    return diff.applications();
  }

  @Override
  public Name name(Application application) {
    return application.name();
  }

  @Override
  public Optional<Application> read(Fields fields, Name name) {
    Optional<Name> trafficClass = fields.required("trafficClass", Readings.NAME);
    Optional<Integer> priority = fields.optional("priority", Readings.INTEGER);
    List<Match> matches = fields.requiredList("matches", MatchReading::read);
    return fields.build(
        Map.of("APPLICATION_WITHOUT_MATCH", "matches", "PRIORITY_OUT_OF_RANGE", "priority"),
        () ->
            new Application(
                name,
                trafficClass.orElseThrow(),
                priority.orElse(Application.DEFAULT_PRIORITY),
                matches));
  }

  @Override
  public ApplicationView view(Declared<Application> declared) {
    Application application = declared.value();
    return new ApplicationView(
        application.name().value(),
        application.trafficClass().value(),
        application.priority(),
        application.matches().stream().map(MatchReading::view).toList(),
        declared.revision());
  }

  @Override
  public Change put(Application application) {
    return new Change.PutApplication(application);
  }
}
