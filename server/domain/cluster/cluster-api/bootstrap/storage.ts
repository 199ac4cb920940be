import { runsJobs, type BootstrapFacts } from "./facts.ts";
import { inMemory, notRead, type BootstrapReading } from "./reading.ts";

const type = "StorageReady" as const;
const LONGHORN =
  "helm install longhorn longhorn --repo https://charts.longhorn.io --namespace longhorn-system --create-namespace";
const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

/** Whether a claim that names no class gets a volume. */
export function readStorage(facts: BootstrapFacts): BootstrapReading {
  if (!runsJobs(facts)) return inMemory(type, "storage");
  const { storageClasses } = facts;
  if (!storageClasses) return notRead(type, "its StorageClasses");
  const [first, ...others] = storageClasses.filter(({ isDefault }) => isDefault);
  if (first) {
    const more =
      others.length > 0 ? ` ${others.length} more call themselves default: the newest is taken.` : "";
    const message = `Volumes come from ${first.name} (${first.provisioner}).${more}`;
    return { type, status: "True", reason: "DefaultClass", message };
  }
  const [any] = storageClasses;
  if (any) {
    return {
      type,
      status: "False",
      reason: "NoDefaultClass",
      message: `None of its StorageClasses is the default (${storageClasses.map(({ name }) => name).join(", ")}), so a claim must name one.`,
      command: `kubectl annotate storageclass ${any.name} ${DEFAULT_CLASS}=true`,
    };
  }
  const message =
    "It has no StorageClass, so no claim gets a volume. A cloud's CSI driver brings one; without a cloud, Longhorn does.";
  return { type, status: "False", reason: "NoStorageClass", message, command: LONGHORN };
}
