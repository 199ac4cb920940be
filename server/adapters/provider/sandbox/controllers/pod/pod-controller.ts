import type { Node } from "#server/domain/kubernetes.ts";
import { isFinished, type RunningPod } from "../objects.ts";
import { keyOf, splitKey, type Again, type Controller, type ControllerDeps } from "../runtime/controller.ts";
import { planPod } from "./plan-pod.ts";

/** The kubelets of all nodes, and the collector of pods whose node is gone. Containers are simulated: they last as annotated. */
export function podController({ api, clock, events }: ControllerDeps): Controller {
  const podsOn = (node: string) => api.list<RunningPod>("pods").filter(({ spec }) => spec.nodeName === node);

  function addressOf(nodeName: string): string | undefined {
    const node = api.get<Node>("nodes", undefined, nodeName);
    const addresses = node?.status?.["addresses"] as { type: string; address: string }[] | undefined;
    return node && (addresses?.find(({ type }) => type === "InternalIP")?.address ?? "10.0.0.1");
  }

  return {
    name: "kubelet",
    *keysOf(plural, { type, object }) {
      if (plural === "pods" && type !== "DELETED" && (object as RunningPod).spec.nodeName)
        yield keyOf(object);
      if (plural === "nodes" && type === "DELETED")
        for (const pod of podsOn(object.metadata.name)) yield keyOf(pod);
    },
    allKeys: () => api.list("pods").map(keyOf),
    async reconcile(key): Promise<Again> {
      const { namespace, name } = splitKey(key);
      const pod = api.get<RunningPod>("pods", namespace, name);
      if (!pod?.spec.nodeName) return undefined;
      const address = addressOf(pod.spec.nodeName);
      const step = planPod(pod, address, clock.now());
      switch (step.kind) {
        case "none":
          return undefined;
        case "wait":
          return { requeueAfterMs: step.ms };
        case "delete":
          await api.delete("pods", namespace, name, "Background", 0);
          return undefined;
        case "status": {
          const written = await api.updateStatus<RunningPod>("pods", namespace, name, (newest) => {
            newest.status = step.status;
          });
          if (written && step.event) await events.record(pod, { type: "Normal", ...step.event }, "kubelet");
          if (written && address === undefined && isFinished(written))
            await api.delete("pods", namespace, name, "Background", 0);
          return undefined;
        }
      }
    },
  };
}
