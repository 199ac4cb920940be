import { expect, test } from "vitest";
import { parseMessage } from "./message.ts";

const leaf = (text: string) => ({ text, below: [] });

test.each([
  [
    "one line is one line",
    "Remote connection not established yet",
    [leaf("Remote connection not established yet")],
  ],
  ["nothing is nothing", "", []],
  [
    "each level of bullets is below the one before",
    "* KubeadmControlPlane demo-r4hdj:\n  * Scaling up from 2 to 3 replicas is blocked because:\n    * waiting for etcd cluster to become healthy",
    [
      {
        text: "KubeadmControlPlane demo-r4hdj:",
        below: [
          {
            text: "Scaling up from 2 to 3 replicas is blocked because:",
            below: [leaf("waiting for etcd cluster to become healthy")],
          },
        ],
      },
    ],
  ],
  [
    "bullets end, and the next begins where it stands",
    "* ControlPlaneAvailable:\n  * first\n  * second\n* WorkersAvailable: none yet",
    [
      { text: "ControlPlaneAvailable:", below: [leaf("first"), leaf("second")] },
      leaf("WorkersAvailable: none yet"),
    ],
  ],
  [
    "names without bullets stay lines of their own",
    "Control plane Machines: a, b\nMachineDeployments: c",
    [leaf("Control plane Machines: a, b"), leaf("MachineDeployments: c")],
  ],
  [
    "a jump of two levels is one level below",
    "* Machine a:\n      * deep\n  * shallow",
    [{ text: "Machine a:", below: [leaf("deep"), leaf("shallow")] }],
  ],
])("%s", (_, message, lines) => {
  expect(parseMessage(message)).toEqual(lines);
});
