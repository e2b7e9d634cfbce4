package io.isthmus.northbound.enrollment;

import io.isthmus.domain.topology.EdgeKey;

/**
 * What to run on a new edge. The token never is an argument of a process, where every user of the
 * device could read it: it goes through the standard input, a file or the environment.
 */
final class BootstrapText {
  /** Stands where a token belongs. */
  static final String PLACEHOLDER = "PUT-THE-ENROLLMENT-TOKEN-HERE";

  private static final String SHELL =
      """
      # Makes this device edge %1$s of tenant %2$s and runs it. Paste it into a root shell.
      isthmus edge join --controller %3$s --edge %1$s --token - <<'TOKEN' && isthmus edge run
      %4$s
      TOKEN
      """;

  private static final String CLOUD_INIT =
      """
      #cloud-config
      # Makes a machine edge %1$s of tenant %2$s, from an image that has isthmus on its path.
      write_files:
        - path: /run/isthmus-enrollment-token
          permissions: "0600"
          content: "%4$s"
        - path: /etc/systemd/system/isthmus-edge.service
          permissions: "0644"
          content: |
            [Unit]
            Description=Isthmus edge %1$s
            Wants=network-online.target
            After=network-online.target
            [Service]
            ExecStart=/usr/bin/env isthmus edge run
            Restart=always
            RestartSec=2
            # wireguard-go carries traffic also while the agent restarts.
            KillMode=process
            [Install]
            WantedBy=multi-user.target
      runcmd:
        - isthmus edge join --controller %3$s --edge %1$s --token-file /run/isthmus-enrollment-token
        - rm -f /run/isthmus-enrollment-token
        - systemctl daemon-reload
        - systemctl enable --now isthmus-edge
      """;

  private static final String DOCKER =
      """
      # Makes a container edge %1$s of tenant %2$s. Paste it into a shell on the edge.
      export ISTHMUS_ENROLLMENT_TOKEN='%4$s'
      docker run --rm --volume isthmus-%1$s:/var/lib/isthmus-edge --network host \\
        --env ISTHMUS_ENROLLMENT_TOKEN \\
        %5$s join --controller %3$s --edge %1$s
      unset ISTHMUS_ENROLLMENT_TOKEN
      # Privileged, since an edge sets kernel parameters of this machine.
      docker run --detach --restart unless-stopped --name isthmus-%1$s \\
        --volume isthmus-%1$s:/var/lib/isthmus-edge --network host --privileged %5$s run
      """;

  private static final String KUBERNETES =
      """
      # Makes a node edge %1$s of tenant %2$s: kubectl apply -f; a nodeSelector says which.
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
            initContainers:
              - name: join
                image: %5$s
                args: [join, --controller, "%3$s", --edge, %1$s]
                env:
                  - name: ISTHMUS_ENROLLMENT_TOKEN
                    valueFrom:
                      secretKeyRef: {name: isthmus-%1$s, key: enrollment-token}
                volumeMounts:
                  - {name: state, mountPath: /var/lib/isthmus-edge}
            containers:
              - name: edge
                image: %5$s
                args: [run]
                # An edge sets kernel parameters of its node.
                securityContext: {privileged: true}
                volumeMounts:
                  - {name: state, mountPath: /var/lib/isthmus-edge}
            volumes:
              - name: state
                hostPath: {path: /var/lib/isthmus-edge/%1$s, type: DirectoryOrCreate}
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
