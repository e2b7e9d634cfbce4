package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.MacAddress;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelObject.Vni;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What this kernel can do, found out by trying in a namespace that nobody else sees. */
public record KernelFeatures(
    boolean vxlanVniFilter,
    boolean nexthopObjects,
    boolean resilientGroups,
    boolean kernelWireguard,
    boolean ipv6) {

  private static final String DEVICE = "vxprobe";
  private static final int HOP = 1;
  private static final int GROUP = 2;

  /** Nothing is known to be there, which stops nothing: what is missing shows when it is needed. */
  public static final KernelFeatures UNKNOWN =
      new KernelFeatures(false, false, false, false, false);

  /** This process may not have a namespace of its own, and trying elsewhere would disturb. */
  public static final class NotPermitted extends IOException {
    private static final long serialVersionUID = 1L;

    NotPermitted(IOException cause) {
      super(
          "the kernel is not probed, since that needs CAP_SYS_ADMIN: " + cause.getMessage(), cause);
    }
  }

  /**
   * Takes some milliseconds; on a thread of its own, which the namespace dies with.
   *
   * @throws NotPermitted without the right to make a namespace
   */
  public static KernelFeatures probe() throws IOException {
    FutureTask<KernelFeatures> task = new FutureTask<>(KernelFeatures::probeHere);
    new Thread(task, "probe").start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotPermitted refusal) {
        throw refusal;
      }
      throw new IOException("the kernel could not be probed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the kernel was probed", e);
    }
  }

  private static KernelFeatures probeHere() throws IOException {
    enterFreshNamespace();
    try (Kernel kernel = Kernel.open(MessageTrace.OFF, Instance.FIRST)) {
      VxlanDevice device =
          new VxlanDevice(DEVICE, new MacAddress(0x0269_7300_0001L), 1400, 4789, true);
      IpAddress local = IpAddress.parse("fe80::6973:1");
      boolean filter =
          adds(kernel, device)
              && adds(kernel, new Vni(DEVICE, 1))
              && takes(kernel, new Change(Change.Verb.REPLACE, device));
      boolean ipv6 = filter && adds(kernel, new DeviceAddress(DEVICE, local, 64));
      Encapsulation tunnel =
          new Encapsulation(
              DEVICE,
              IpAddress.parse("fe80::6973:2"),
              1,
              IpAddress.parse("192.0.2.1"),
              IpAddress.parse("192.0.2.2"));
      boolean hops = ipv6 && adds(kernel, new TunnelHop(HOP, tunnel));
      boolean resilient =
          hops && kernel.accepts((w, s) -> NextHopCodec.writeResilientGroup(w, s, GROUP, HOP));
      boolean wireguard =
          kernel.accepts((w, s) -> LinkCodec.writeCreateOfKind(w, s, "wgprobe", "wireguard"));
      return new KernelFeatures(filter, hops, resilient, wireguard, ipv6);
    }
  }

  private static void enterFreshNamespace() throws IOException {
    try {
      NetworkNamespace.enterFresh();
    } catch (LibC.ErrnoException e) {
      throw e.errno() == Errno.EPERM ? new NotPermitted(e) : e;
    }
  }

  private static boolean adds(Kernel kernel, KernelObject object) throws IOException {
    return takes(kernel, new Change(Change.Verb.ADD, object));
  }

  private static boolean takes(Kernel kernel, Change change) throws IOException {
    return kernel.execute(List.of(change), Kernel.OnFailure.STOP).isEmpty();
  }
}
