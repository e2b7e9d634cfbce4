package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.TrafficClass;
import io.isthmus.agent.desired.Resource.WanLink;
import io.isthmus.agent.desired.RuleList.Mark;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which sources and which marks have a table of their own, as the {@link RuleList} is to say. */
final class RuleBlock {

  private final Catalog catalog;
  private final LocalNetwork local;
  private final Instance instance;

  RuleBlock(Catalog catalog, LocalNetwork local, Instance instance) {
    this.catalog = catalog;
    this.local = local;
    this.instance = instance;
  }

  void addTo(Blocks blocks, boolean transit) {
    List<IpAddress> sources = new ArrayList<>();
    List<Integer> tables = new ArrayList<>();
    for (Keyed<WanLink> keyed : catalog.wanLinks.values()) {
      for (IpAddress source : sources(keyed.value())) {
        sources.add(source);
        tables.add(Numbering.wanTable(instance, keyed.value().number()));
      }
    }
    List<Mark> marks = marks();
    blocks.add(
        "rules",
        List.of(sources, tables, marks, transit),
        () -> RuleList.of(instance, sources, tables, marks, transit));
  }

  /** One that is configured has its rule also while the device is down. */
  private List<IpAddress> sources(WanLink link) {
    IpAddress configured = link.address();
    return configured == null ? local.wanSources(link) : List.of(configured);
  }

  /** Of every class and slot that has a table of its own to be looked up. */
  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    for (Keyed<TrafficClass> keyed : catalog.classes.values()) {
      int number = keyed.value().number();
      int marked = Numbering.markedNumber(number);
      boolean sticky = keyed.value().existingFlows() == Resource.ExistingFlows.STICKY;
      if (!sticky && marked != 0) {
        marks.add(
            new Mark(
                Numbering.mark(marked),
                Numbering.MARK_MASK,
                Numbering.classTable(instance, number)));
      }
      for (int slot = marked == 0 ? 1 : 0; sticky && slot < Numbering.SLOTS; slot++) {
        int mark = Numbering.slotMark(marked, slot);
        marks.add(new Mark(mark, Numbering.SLOT_MASK, Numbering.slotTable(instance, number, slot)));
      }
    }
    marks.sort(Comparator.comparingInt(Mark::value));
    return marks;
  }
}
