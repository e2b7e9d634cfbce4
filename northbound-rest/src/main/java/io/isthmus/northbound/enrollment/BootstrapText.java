package io.isthmus.northbound.enrollment;

import io.isthmus.domain.topology.EdgeKey;

/**
 * What to run on a new edge. The token never is an argument of a process, where every user of the
 * device could read it: it goes through a file or the environment of the agent.
 */
final class BootstrapText {
  /** Stands where a token belongs. */
  static final String PLACEHOLDER = "PUT-THE-ENROLLMENT-TOKEN-HERE";

  private static final String SHELL =
      """
      # Starts edge %1$s of tenant %2$s. Paste it into a root shell on the edge.
      umask 077 && mkdir -p /etc/isthmus && cat >/etc/isthmus/%1$s.token <<'TOKEN'
      %4$s
      TOKEN
      isthmus edge join --controller %3$s --tenant %2$s --edge %1$s --token-file /etc/isthmus/%1$s.token \\
        && rm -f /etc/isthmus/%1$s.token \\
        && isthmus edge run --controller %3$s --tenant %2$s --edge %1$s
      """;

  private static final String CLOUD_INIT =
      """
      #cloud-config
      # Starts edge %1$s of tenant %2$s, on an image that has isthmus installed.
      write_files:
        - path: /etc/isthmus/%1$s.token
          permissions: "0600"
          owner: root:root
          content: |
            %4$s
        - path: /etc/systemd/system/isthmus-edge.service
          permissions: "0644"
          content: |
            [Unit]
            Description=Isthmus edge %1$s
            Wants=network-online.target
            After=network-online.target
            [Service]
            ExecStart=isthmus edge run --controller %3$s --tenant %2$s --edge %1$s
            Restart=always
            RestartSec=2
            [Install]
            WantedBy=multi-user.target
      runcmd:
        - isthmus edge join --controller %3$s --tenant %2$s --edge %1$s --token-file /etc/isthmus/%1$s.token && rm -f /etc/isthmus/%1$s.token
        - systemctl daemon-reload
        - systemctl enable --now isthmus-edge
      """;

  private static final String DOCKER =
      """
      # Starts edge %1$s of tenant %2$s in a container. Paste it into a shell on the edge.
      ISTHMUS_ENROLLMENT_TOKEN='%4$s' docker run --detach --restart unless-stopped \\
        --name isthmus-%1$s --network host --cap-add NET_ADMIN --device /dev/net/tun \\
        --volume isthmus-%1$s:/var/lib/isthmus --env ISTHMUS_ENROLLMENT_TOKEN \\
        %5$s run --controller %3$s --tenant %2$s --edge %1$s
      """;

  private static final String KUBERNETES =
      """
      # Starts edge %1$s of tenant %2$s on a node: kubectl apply -f, with nodeSelector where it matters.
      apiVersion: v1
      kind: Secret
      metadata:
        name: isthmus-%1$s
      stringData:
        enrollment-token: %4$s
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: isthmus-%1$s
      spec:
        serviceName: isthmus-%1$s
        replicas: 1
        selector:
          matchLabels: {app: isthmus-%1$s}
        template:
          metadata:
            labels: {app: isthmus-%1$s}
          spec:
            hostNetwork: true
            containers:
              - name: edge
                image: %5$s
                args: [run, --controller, "%3$s", --tenant, %2$s, --edge, %1$s]
                env:
                  - name: ISTHMUS_ENROLLMENT_TOKEN
                    valueFrom:
                      secretKeyRef: {name: isthmus-%1$s, key: enrollment-token}
                securityContext:
                  capabilities: {add: [NET_ADMIN]}
                volumeMounts:
                  - {name: state, mountPath: /var/lib/isthmus}
                  - {name: tun, mountPath: /dev/net/tun}
            volumes:
              - name: state
                hostPath: {path: /var/lib/isthmus/%1$s, type: DirectoryOrCreate}
              - name: tun
                hostPath: {path: /dev/net/tun, type: CharDevice}
      """;

  private final BootstrapProperties properties;

  BootstrapText(BootstrapProperties properties) {
    this.properties = properties;
  }

  String of(BootstrapFormat format, EdgeKey edge, String controller, String token) {
    String template =
        switch (format) {
          case SHELL -> SHELL;
          case CLOUD_INIT -> CLOUD_INIT;
          case DOCKER -> DOCKER;
          case KUBERNETES -> KUBERNETES;
        };
    return template.formatted(edge.edge(), edge.tenant(), controller, token, properties.image());
  }
}
