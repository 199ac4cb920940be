/** What was done, in words that stand before its subject. */
const WORDS: Record<string, string> = {
  "person.claim": "became the first administrator:",
  "person.create": "added",
  "person.set-role": "changed the role of",
  "person.remove": "removed",
  "person.change-password": "changed the password of",
  "person.reset-password": "reset the password of",
  "carbon.save-zone": "set the sources of grid",
  "carbon.remove-zone": "removed the grid",
  "carbon.save-account": "added the carbon account",
  "carbon.replace-key": "replaced the key of the carbon account",
  "carbon.remove-account": "removed the carbon account",
  "cluster.create": "created the cluster",
  "cluster.import": "imported the cluster",
  "cluster.scale": "scaled the cluster",
  "cluster.delete": "asked to delete the cluster",
  "cluster.deleted": "finished deleting the cluster",
  "cluster.retry": "retried the cluster",
  "cluster.abandon": "abandoned a step of the cluster",
  "cluster.kubeconfig": "downloaded the kubeconfig of",
  "cluster.label": "labelled the cluster",
  "cluster.pause-carbon": "paused carbon-awareness of",
  "cluster.resume-carbon": "resumed carbon-awareness of",
  "cluster.release-all": "released all held Jobs of",
  "agent.install": "installed the agent in",
  "agent.upgrade": "upgraded the agent in",
  "agent.remove": "removed the agent from",
  "policy.save": "saved the policy",
  "policy.delete": "deleted the policy",
  "policy.enable": "switched on the policy",
  "policy.disable": "switched off the policy",
  "workload.run-now": "ran at once",
  "workload.hold": "held",
  "workload.samples": "made sample Jobs in",
  "resource.edit": "edited",
  "resource.delete": "deleted",
  "setting.power": "changed the model of",
  "setting.emission-factors": "changed the",
  "setting.places": "changed the grid zones of",
};

/** An action without words of its own is shown as it is written. */
export const auditWords = (action: string): string => WORDS[action] ?? `${action}:`;

/** Lines of the log shown at first. */
export const AUDIT_LINES = 20;
