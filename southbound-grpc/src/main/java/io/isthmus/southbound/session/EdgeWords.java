package io.isthmus.southbound.session;

import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.reconcile.Drift;
import io.isthmus.domain.reconcile.EdgeReport;
import io.isthmus.southbound.api.v1.Capabilities;
import io.isthmus.southbound.api.v1.DriftReport;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.NetworkInterface;
import io.isthmus.southbound.api.v1.ResourceError;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what edges say of themselves into the domain's values. Edges are not trusted: lists and
 * texts are cut to what a sane edge has to say, and characters that logs or databases choke on are
 * replaced.
 */
final class EdgeWords {
  static final int MOST_ERRORS = 64;
  static final int MOST_REPAIRS = 64;
  static final int MOST_INTERFACES = 256;
  static final int MOST_ADDRESSES = 32;
  static final int LONGEST_LABEL = 128;
  static final int LONGEST_MESSAGE = 1_024;
  private static final String CODE_PREFIX = "ERROR_CODE_";

  private EdgeWords() {}

  static EdgeReport report(Hello hello) {
    return new EdgeReport(
        label(hello.getAgentVersion()),
        label(hello.getCapabilities().getKernelRelease()),
        capabilities(hello.getCapabilities()),
        wireGuard(hello.getCapabilities()),
        hello.getInterfacesList().stream().limit(MOST_INTERFACES).map(EdgeWords::iface).toList(),
        hello.getAppliedRevision());
  }

  private static EdgeReport.WireGuard wireGuard(Capabilities capabilities) {
    return switch (capabilities.getWireguard()) {
      case WIREGUARD_IMPLEMENTATION_NONE -> EdgeReport.WireGuard.NONE;
      case WIREGUARD_IMPLEMENTATION_KERNEL -> EdgeReport.WireGuard.KERNEL;
      case WIREGUARD_IMPLEMENTATION_USERSPACE -> EdgeReport.WireGuard.USERSPACE;
      case WIREGUARD_IMPLEMENTATION_UNSPECIFIED, UNRECOGNIZED -> EdgeReport.WireGuard.UNKNOWN;
    };
  }

  static List<EdgeError> errors(List<ResourceError> errors) {
    return errors.stream()
        .limit(MOST_ERRORS)
        .map(error ->
            new EdgeError(
                clean(error.getKey(), LONGEST_MESSAGE),
                code(error.getCode()),
                clean(error.getMessage(), LONGEST_MESSAGE)))
        .toList();
  }

  /** The contract's code without its prefix. */
  static String code(ErrorCode code) {
    return code == ErrorCode.UNRECOGNIZED
        ? "UNSPECIFIED"
        : code.name().substring(CODE_PREFIX.length());
  }

  static Drift drift(DriftReport report) {
    List<String> repaired =
        report.getRepairedList().stream().limit(MOST_REPAIRS).map(EdgeWords::label).toList();
    return new Drift(
        repaired,
        Math.max(repaired.size(), report.getRepairedTotal()),
        Math.max(0, report.getRepairMicros()),
        report.getHealed(),
        clean(report.getMessage(), LONGEST_MESSAGE));
  }

  private static List<String> capabilities(Capabilities capabilities) {
    List<String> names = new ArrayList<>();
    addIf(names, capabilities.getVxlanVniFilter(), "vxlan-vni-filter");
    addIf(names, capabilities.getNexthopObjects(), "nexthop-objects");
    addIf(names, capabilities.getResilientGroups(), "resilient-groups");
    addIf(names, capabilities.getKernelWireguard(), "kernel-wireguard");
    addIf(names, capabilities.getIpv6(), "ipv6");
    return List.copyOf(names);
  }

  private static void addIf(List<String> names, boolean present, String name) {
    if (present) {
      names.add(name);
    }
  }

  private static EdgeReport.Interface iface(NetworkInterface device) {
    return new EdgeReport.Interface(
        label(device.getName()),
        device.getUp(),
        device.getMtu(),
        device.getAddressesList().stream().limit(MOST_ADDRESSES).map(EdgeWords::label).toList());
  }

  /** Words for people. */
  static String message(String text) {
    return clean(text, LONGEST_MESSAGE);
  }

  static String label(String text) {
    return clean(text, LONGEST_LABEL);
  }

  private static String clean(String text, int longest) {
    String head = text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    return head.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
  }
}
