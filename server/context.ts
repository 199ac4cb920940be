import type { Logger } from "#server/adapters/log.ts";
import { createLogger } from "#server/adapters/log.ts";
import { scaledClock, systemClock } from "#server/adapters/clock.ts";
import { createAuth, type Auth } from "#server/adapters/auth/auth.ts";
import { readAuthSecret } from "#server/adapters/auth/secret.ts";
import { createStudies, type Studies } from "#server/adapters/backtest/studies.ts";
import { createDb, type Db } from "#server/adapters/db/client.ts";
import { createCarbonHttp, type CarbonHttp } from "#server/adapters/carbon/http.ts";
import { createCarbonRepo, type CarbonRepo } from "#server/adapters/db/carbon.ts";
import { createCarbonAccountRepo, type CarbonAccountRepo } from "#server/adapters/db/carbon-account.ts";
import { createClusterRepo, type ClusterRepo } from "#server/adapters/db/cluster.ts";
import { createAccessRepo, type AccessRepo } from "#server/adapters/db/access.ts";
import { createAuditRepo, type AuditRepo } from "#server/adapters/db/audit.ts";
import { createConditionLineRepo, type ConditionLineRepo } from "#server/adapters/db/condition-line.ts";
import { createDecisionRepo, type DecisionRepo } from "#server/adapters/db/decision.ts";
import { createLive, type Live } from "#server/adapters/db/live.ts";
import { createPolicyRepo, type PolicyRepo } from "#server/adapters/db/policy.ts";
import { createSettingRepo, type SettingRepo } from "#server/adapters/db/setting.ts";
import { createManagementRepo, type ManagementRepo } from "#server/adapters/db/management-cluster.ts";
import { createWatchBeats, type WatchBeats } from "#server/adapters/db/watch-beat.ts";
import { createKubeClients, type KubeClients } from "#server/adapters/kubernetes/clients.ts";
import { createPersonRepo, type PersonRepo } from "#server/adapters/db/person.ts";
import { createReconcileStateRepo, type ReconcileStateRepo } from "#server/adapters/db/reconcile-state.ts";
import { createQueue, type Queue } from "#server/adapters/queue/queue.ts";
import { createKubeconfigs, type Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { createManagements, type SealedManagements } from "#server/adapters/secret/managements.ts";
import { createSourceKeys, type SourceKeys } from "#server/adapters/secret/source-keys.ts";
import { vaultOf, type Vault } from "#server/adapters/secret/vault.ts";
import type { Actor } from "#server/domain/actor.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { Config } from "./config.ts";

/** What a verb gets: who asks, and everything it may touch. Made once a process, handed down. */
export interface App {
  config: Config;
  clock: Clock;
  log: Logger;
  db: Db;
  live: Live;
  actor: Actor;
  queue: Queue;
  /** The back-off of each key of each loop. */
  states: ReconcileStateRepo;
  clusters: ClusterRepo;
  conditionLines: ConditionLineRepo;
  carbon: CarbonRepo;
  /** Asks the carbon sources, within their limits: one a process. */
  carbonHttp: CarbonHttp;
  /** What keyed carbon sources ask for, without the keys. */
  carbonAccounts: CarbonAccountRepo;
  sourceKeys: SourceKeys;
  /** Opened at the first use; main asks for it at the start, so that a lost key is said there. */
  vault: () => Promise<Vault>;
  kubeconfigs: Kubeconfigs;
  /** Management clusters of Cluster API, without their credentials. */
  managementClusters: ManagementRepo;
  managements: SealedManagements;
  watchBeats: WatchBeats;
  /** One client a cluster, kept. */
  kubernetes: KubeClients;
  /** Accesses to clusters that people were given. */
  accesses: AccessRepo;
  policies: PolicyRepo;
  decisions: DecisionRepo;
  audit: AuditRepo;
  /** Policies tried on the past, with the forecasts of the last few kept. */
  studies: Studies;
  settings: SettingRepo;
  people: PersonRepo;
  auth: Auth;
}

export const SYSTEM: Actor = { kind: "system", id: "system", name: "Karbonetes", role: "admin" };

export const withActor = (app: App, actor: Actor): App => ({ ...app, actor });

/** Config -> App. `stop` closes what this made. */
export function createApp(config: Config, name: string): App & { stop(): Promise<void> } {
  const log = createLogger(name, config.logLevel);
  const db = createDb(config.databaseUrl);
  const live = createLive(db, config.databaseUrl);
  const clock = config.clock ? scaledClock(config.clock) : systemClock;
  const clusters = createClusterRepo(db);
  const carbonAccounts = createCarbonAccountRepo(db);
  const managementClusters = createManagementRepo(db);
  const vault = vaultOf(
    config,
    () => clusters.anySecret(),
    () => carbonAccounts.anySecret(),
    () => managementClusters.anySecret(),
  );
  const kubeconfigs = createKubeconfigs(clusters, vault);
  const kubernetes = createKubeClients(kubeconfigs);
  return {
    config,
    clock,
    log,
    db,
    live,
    actor: SYSTEM,
    queue: createQueue(db),
    states: createReconcileStateRepo(db),
    clusters,
    conditionLines: createConditionLineRepo(db),
    carbon: createCarbonRepo(db),
    carbonHttp: createCarbonHttp({ clock }),
    carbonAccounts,
    sourceKeys: createSourceKeys(carbonAccounts, vault),
    vault,
    kubeconfigs,
    managementClusters,
    managements: createManagements(managementClusters, vault),
    watchBeats: createWatchBeats(db),
    kubernetes,
    accesses: createAccessRepo(db),
    policies: createPolicyRepo(db),
    decisions: createDecisionRepo(db),
    audit: createAuditRepo(db),
    studies: createStudies(),
    settings: createSettingRepo(db),
    people: createPersonRepo(db),
    auth: createAuth({
      db,
      secret: () => readAuthSecret(config),
      port: config.port,
      publicUrl: config.publicUrl,
    }),
    async stop() {
      await kubernetes.stop();
      await live.stop();
      await db.$disconnect();
    },
  };
}
