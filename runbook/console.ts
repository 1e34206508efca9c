import { consoleLink, dashboardName } from "../environments/console-links";
import type { Environment } from "../environments/environment";
import {
  BYPASS_SECRET_ROLE,
  armorPolicyName,
  cacheName,
  databaseInstanceName,
  secretId,
  urlMapName,
} from "../environments/names";
import { logQuestions, type LogQuestion } from "./logs";
import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";

/** A page of Google's console. */
interface Page {
  readonly title: string;
  /** Path below the console's host, encoded. */
  readonly path: string;
}

/** Everything but letters and digits: parentheses would end a link of Markdown, and semicolons a part of this one. */
const encodeText = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The Logs Explorer with a question filled in. */
export const logLink = (environment: Pick<Environment, "project">, { filter, hours }: LogQuestion): string =>
  consoleLink(environment, `logs/query;query=${encodeText(filter)};duration=PT${hours}H`);

const pagesOf = (environment: Environment): readonly Page[] => {
  const { region, services } = environment;
  return [
    { title: `dashboards, among them "${dashboardName(environment)}"`, path: "monitoring/dashboards" },
    { title: "alerts that are open", path: "monitoring/alerting" },
    { title: "uptime checks", path: "monitoring/uptime" },
    ...Object.keys(services).flatMap((service) => [
      { title: `${service}: metrics`, path: `run/detail/${region}/${service}/metrics` },
      { title: `${service}: revisions`, path: `run/detail/${region}/${service}/revisions` },
    ]),
    { title: "load balancer", path: `net-services/loadbalancing/details/httpAdvanced/${urlMapName(environment)}` },
    { title: "Cloud Armor", path: `net-security/securitypolicies/details/${armorPolicyName(environment)}` },
    { title: "database", path: `sql/instances/${databaseInstanceName(environment)}/overview` },
    { title: "database: query insights", path: `sql/instances/${databaseInstanceName(environment)}/insights` },
    {
      title: "cache",
      path: `memorystore/redis/locations/${region}/instances/${cacheName(environment)}/details/overview`,
    },
    { title: "secrets", path: "security/secret-manager" },
    ...(environment.kind === "staging"
      ? [
          {
            title: "bypass key: versions",
            path: `security/secret-manager/secret/${secretId(environment, BYPASS_SECRET_ROLE)}/versions`,
          },
        ]
      : []),
  ];
};

/** Where to look with a browser; each link names its project. */
export const linkSection = (environment: Environment): Section => ({
  title: "Console and log links",
  lines: tableLines(
    ["what", "where"],
    [
      ...pagesOf(environment).map(({ title, path }) => [title, `[console](${consoleLink(environment, path)})`]),
      ...logQuestions(environment).map((question) => [
        `log: ${question.title}`,
        `[last ${question.hours} h](${logLink(environment, question)})`,
      ]),
      ["Google's own incidents", "[status](https://status.cloud.google.com)"],
    ],
  ),
});
