import type { Environment } from "../environments/environment";
import { logMetricsOf } from "../monitoring/log-metrics";
import { armorPolicyName, databaseInstanceName, urlMapName } from "../environments/names";

/** A question to the logs, as a filter of Cloud Logging: the commands and the links of a runbook are made of it. */
export interface LogQuestion {
  /** Stable: what other pages name it by. */
  readonly id: string;
  readonly title: string;
  /** One line; no single quotes, because a shell is given it between them. */
  readonly filter: string;
  /** How far back, as `gcloud --freshness` and the console's `duration` take it. */
  readonly hours: number;
  /** The fields worth reading, as gcloud's `table(…)` takes them. */
  readonly fields: string;
}

const PAYLOAD = "timestamp,severity,textPayload,jsonPayload.message";
/** Without what stands behind the question mark: it may hold a token. */
const URL = 'httpRequest.requestUrl.split("?").slice(0).join(""):label=URL';
const REQUEST = `timestamp,httpRequest.status,${URL}`;

const allTerms = (...terms: readonly string[]): string => terms.join(" AND ");
const serviceFilter = (service: string): string =>
  allTerms('resource.type="cloud_run_revision"', `resource.labels.service_name="${service}"`);

/** What is asked at night, in the order in which it is. */
export function logQuestions(environment: Environment): readonly LogQuestion[] {
  const balancer = allTerms(
    'resource.type="http_load_balancer"',
    `resource.labels.url_map_name="${urlMapName(environment)}"`,
  );
  const policy = armorPolicyName(environment);
  return [
    ...Object.keys(environment.services).map((service) => ({
      id: `errors-${service}`,
      title: `errors of ${service}`,
      filter: allTerms(serviceFilter(service), "severity>=ERROR"),
      hours: 1,
      fields: PAYLOAD,
    })),
    ...logMetricsOf(environment).map(({ role, title, filter }) => ({
      id: `counted-${role}`,
      title: `counted as "${title.toLowerCase()}"`,
      filter,
      hours: 24,
      fields: `${REQUEST},textPayload,jsonPayload.message`,
    })),
    {
      id: "balancer-5xx",
      title: "5xx at the load balancer, with its own reason",
      filter: allTerms(balancer, "httpRequest.status>=500"),
      hours: 1,
      fields: `${REQUEST},jsonPayload.statusDetails`,
    },
    {
      id: "balancer-503",
      title: "503 in 24 hours: the plan wants none",
      filter: allTerms(balancer, "httpRequest.status=503"),
      hours: 24,
      fields: `${REQUEST},jsonPayload.statusDetails`,
    },
    {
      id: "balancer-refusals",
      title: "401 and 403 to users, with their addresses",
      filter: allTerms(balancer, "httpRequest.status=(401 OR 403)"),
      hours: 1,
      fields: `${REQUEST},httpRequest.remoteIp,jsonPayload.statusDetails`,
    },
    {
      id: "armor-denied",
      title: "refused by Cloud Armor",
      filter: allTerms(
        balancer,
        `jsonPayload.enforcedSecurityPolicy.name="${policy}"`,
        'jsonPayload.enforcedSecurityPolicy.outcome="DENY"',
      ),
      hours: 1,
      fields: `${REQUEST},jsonPayload.enforcedSecurityPolicy.priority`,
    },
    {
      id: "armor-preview",
      title: "what Cloud Armor's preview rules would refuse",
      filter: allTerms(balancer, 'jsonPayload.previewSecurityPolicy.outcome="DENY"'),
      hours: 24,
      fields: `${REQUEST},jsonPayload.previewSecurityPolicy.priority`,
    },
    {
      id: "database",
      title: "the database's log",
      filter: allTerms(
        'resource.type="cloudsql_database"',
        `resource.labels.database_id="${environment.project}:${databaseInstanceName(environment)}"`,
        "severity>=WARNING",
      ),
      hours: 1,
      fields: PAYLOAD,
    },
    {
      id: "changes",
      title: "who changed something",
      filter: `logName="projects/${environment.project}/logs/cloudaudit.googleapis.com%2Factivity"`,
      hours: 24,
      fields:
        "timestamp,protoPayload.authenticationInfo.principalEmail,protoPayload.methodName,protoPayload.resourceName",
    },
  ];
}

/**
 * A question by its id.
 *
 * @throws Error where no question of the environment has that id
 */
export function logQuestion(environment: Environment, id: string): LogQuestion {
  const found = logQuestions(environment).find((question) => question.id === id);
  if (!found) throw new Error(`runbook/logs.ts: ${environment.name} has no question "${id}"`);
  return found;
}

/** The question as a command. */
export const logCommand = ({ project }: Pick<Environment, "project">, question: LogQuestion): string =>
  `gcloud logging read '${question.filter}' --project ${project} --freshness ${question.hours}h --limit 50 ` +
  `--format 'table(${question.fields})'`;
