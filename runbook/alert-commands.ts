import type { Environment } from "../environments/environment";
import { E2E_RUNNER } from "../environments/names";
import {
  balancerAddress,
  cacheOperations,
  cacheState,
  certificateStates,
  databaseOperations,
  databaseState,
  driftCommand,
  hostAddresses,
  newestBackups,
  newestRevisions,
  servingCommand,
  verifyCommand,
  workflowRuns,
} from "./look";
import { logCommand, logQuestion } from "./logs";
import { placesOf, socketServiceOf } from "./places";

/** What is typed first for an alert; all of it only looks. */
type FirstLook = (environment: Environment) => readonly string[];

const logOf = (environment: Environment, id: string): string => logCommand(environment, logQuestion(environment, id));

const storageOf = (environment: Environment): string => {
  const { database, project } = placesOf(environment);
  return `gcloud sql instances describe ${database} ${project} --format 'value(settings.dataDiskSizeGb,settings.storageAutoResizeLimit)'`;
};

const socketErrors = (environment: Environment): readonly string[] => {
  const service = socketServiceOf(environment);
  return service === undefined ? [] : [logOf(environment, `errors-${service}`)];
};

const verifyAll: FirstLook = (environment) => [verifyCommand(environment)];
const cacheLook: FirstLook = (environment) => [cacheState(environment), cacheOperations(environment)];

/**
 * Alert → its first commands. What an alert's own steps say in words stands here to be typed; a test holds that every alert
 * has its row, and that no row is of an alert that is gone.
 */
export const FIRST_LOOKS: Readonly<Record<string, FirstLook>> = {
  // The quick ones first: where nothing answers, a verification takes minutes.
  outage: (environment) => [
    newestRevisions(environment),
    logOf(environment, "balancer-5xx"),
    verifyCommand(environment),
  ],
  "sockets-down": (environment) => [
    verifyCommand(environment, "socket"),
    newestRevisions(environment),
    ...socketErrors(environment),
  ],
  handshake: (environment) => [verifyCommand(environment, "socket", "database"), servingCommand(environment)],
  "database-down": (environment) => [
    databaseState(environment),
    databaseOperations(environment),
    storageOf(environment),
  ],
  "database-connections": (environment) => [
    verifyCommand(environment, "database"),
    newestRevisions(environment),
    logOf(environment, "database"),
  ],
  "database-load": (environment) => [verifyCommand(environment, "database"), newestRevisions(environment)],
  "database-disk": (environment) => [storageOf(environment), logOf(environment, "database")],
  backup: (environment) => [newestBackups(environment), databaseOperations(environment)],
  "cache-down": cacheLook,
  "cache-failover": cacheLook,
  "cache-load": (environment) => [verifyCommand(environment, "cache"), cacheState(environment)],
  "auth-failing": (environment) => [
    verifyCommand(environment, "variables", "service-to-service"),
    newestRevisions(environment),
    logOf(environment, "balancer-refusals"),
  ],
  "bypass-use": (environment) => [verifyCommand(environment, "variables"), logOf(environment, "counted-bypass-use")],
  "bypass-tries": (environment) => [
    verifyCommand(environment, "variables"),
    logOf(environment, "counted-bypass-tries"),
  ],
  "socket-errors": (environment) => [logOf(environment, "counted-socket-errors"), newestRevisions(environment)],
  "burn-slow": (environment) => [
    logOf(environment, "balancer-5xx"),
    newestRevisions(environment),
    workflowRuns(environment, "deploy.yml"),
  ],
  latency: (environment) => [verifyCommand(environment, "database"), newestRevisions(environment)],
  instances: (environment) => [verifyCommand(environment, "database"), newestRevisions(environment)],
  memory: (environment) => [logOf(environment, "counted-container-exits"), newestRevisions(environment)],
  exits: (environment) => [logOf(environment, "counted-container-exits"), newestRevisions(environment)],
  refused: (environment) => [logOf(environment, "counted-refused"), logOf(environment, "armor-denied")],
  delivery: (environment) => [logOf(environment, "counted-failed-deliveries"), servingCommand(environment)],
  certificate: (environment) => [
    certificateStates(environment),
    balancerAddress(environment),
    hostAddresses(environment),
  ],
  "verify-infrastructure": verifyAll,
  "verify-application": verifyAll,
  "verify-test-setup": verifyAll,
  "verify-silent": (environment) => [workflowRuns(environment, "verify.yml"), verifyCommand(environment)],
  drift: (environment) => [driftCommand(environment), workflowRuns(environment, "drift.yml")],
  e2e: (environment) => [
    `gcloud run jobs executions list --job ${E2E_RUNNER} ${placesOf(environment).regional} --limit 5`,
    workflowRuns(environment, "e2e.yml"),
  ],
};

/** The first commands of an alert. @throws Error where it has none */
export function firstLookOf(environment: Environment, id: string): readonly string[] {
  const look = FIRST_LOOKS[id];
  if (!look) throw new Error(`runbook/alert-commands.ts: alert "${id}" has no commands; add what is typed first`);
  return look(environment);
}
