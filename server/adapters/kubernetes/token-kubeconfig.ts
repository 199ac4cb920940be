import { stringify } from "yaml";
import { readKubeconfig } from "./kubeconfig.ts";

interface Wish {
  /** The one that is stored: of it only the address and the authority are taken. */
  from: string;
  cluster: string;
  user: string;
  token: string;
  /** Where kubectl begins. */
  namespace: string | undefined;
}

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

/** A kubeconfig of one cluster with a token of its own. */
export function tokenKubeconfig({ from, cluster, user, token, namespace }: Wish): string {
  const { server, ca, tlsServerName, insecure } = readKubeconfig(from);
  const who = `${user}@${cluster}`;
  return stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      "current-context": cluster,
      contexts: [{ name: cluster, context: { cluster, user: who, ...(namespace && { namespace }) } }],
      clusters: [
        {
          name: cluster,
          cluster: {
            server,
            ...(ca && { "certificate-authority-data": base64(ca) }),
            ...(tlsServerName && { "tls-server-name": tlsServerName }),
            ...(insecure && { "insecure-skip-tls-verify": true }),
          },
        },
      ],
      users: [{ name: who, user: { token } }],
    },
    { lineWidth: 0 },
  );
}
