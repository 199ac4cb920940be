import { openControlPlane, PLANE_COMPONENTS, type ControlPlane } from "./control-plane.ts";
import type { ControlPlaneEngines } from "./engines.ts";

/**
 * A real Kubernetes control plane as child processes, on any free loopback ports, all its state in `dir`: started again on the same
 * folder it is the same cluster. Nodes annotated `kwok.x-k8s.io/node: fake` come up and run pods for their annotated time.
 * @throws Error with the end of the log of the engine that failed
 */
export async function startControlPlane(options: {
  dir: string;
  engines: ControlPlaneEngines;
}): Promise<ControlPlane> {
  const plane = await openControlPlane(options);
  try {
    plane.begin("kube-apiserver"); // it tries etcd until that answers
    for (const component of PLANE_COMPONENTS) await plane.run(component);
    return plane;
  } catch (error) {
    await plane.stop();
    throw error;
  }
}
