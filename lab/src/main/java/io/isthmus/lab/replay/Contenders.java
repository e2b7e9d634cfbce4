package io.isthmus.lab.replay;

import io.isthmus.lab.LabFailure;
import io.isthmus.selection.predict.Mode;
import io.isthmus.selection.predict.Model;
import io.isthmus.selection.predict.PredictiveSelector;
import java.util.ArrayList;
import java.util.List;

/** Every selector that a replay knows by name. */
final class Contenders {
  static final String ALL = "all";

  private Contenders() {}

  static List<Contender> named(String name, Model model) {
    List<Contender> all = all(model);
    if (name.equals(ALL)) {
      return all;
    }
    return all.stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .map(List::of)
        .orElseThrow(() ->
            new LabFailure(
                "there is no selector '%s': it is %s or %s"
                    .formatted(
                        name, ALL, String.join(", ", all.stream().map(Contender::name).toList()))));
  }

  private static List<Contender> all(Model model) {
    List<Contender> all = new ArrayList<>(References.all());
    all.add(
        all.size() - 1,
        predictive("predictive-quality", "ours, quality mode", model, Mode.QUALITY));
    all.add(
        all.size() - 1, predictive("predictive-stable", "ours, stable mode", model, Mode.STABLE));
    return all;
  }

  static Contender predictive(String name, String description, Model model, Mode mode) {
    return new Contender.Causal(
        name,
        description,
        (bounds, paths) -> new PredictiveSelector(model, mode, bounds, paths)::choose);
  }
}
