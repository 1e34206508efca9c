import type { Environment } from "../../environments/environment";
import { serviceAt } from "../../environments/hosts";
import { answerText, commonSymptom, retryAfterOf } from "../http/answer";
import { failed, passed, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import { explainBreakage } from "../http/protocols";
import { askHost } from "../http/request";
import type { SymptomId } from "../symptoms";
import type { Target } from "../http/target";

/** One request that shows where a row of the host table leads. */
export interface HostRow {
  readonly host: string;
  readonly path: string;
  /** Whether it is the liveness path of the host's own service, which must answer 200; elsewhere every answer will do. */
  readonly isLiveness: boolean;
}

/** A request for every row of the (host, path) table. */
export const hostRows = ({ hosts, services }: Pick<Environment, "hosts" | "services">): readonly HostRow[] =>
  Object.values(hosts).flatMap(({ host, service, paths = [] }) => [
    { host, path: services[service]?.probes.liveness.path ?? "/", isLiveness: true },
    ...paths.map(({ path }) => ({ host, path: path.replace(/\*$/, ""), isLiveness: false })),
  ]);

/** Seconds for an answer: twice what a service's own liveness probe is given. */
const DEADLINE_SECONDS = 10;

/** Whether every row of the host table answers, and whether the declared service does. */
export const routeChecks = (environment: Environment, target: Target): readonly Check[] =>
  hostRows(environment).map((row) => ({
    id: `route/${row.host}${row.path}`,
    area: "route",
    title: `https://${row.host}${row.path} ${row.isLiveness ? "is healthy" : "leads to its service"}`,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts: 3,
    attempt: (signal) => routeAttempt(environment, target, row, signal),
  }));

/** Asks a host for a path, as a user would. @throws an error that may be this machine's own trouble */
export async function routeAttempt(
  environment: Pick<Environment, "hosts">,
  target: Target,
  { host, path, isLiveness }: HostRow,
  signal: AbortSignal,
): Promise<Attempt> {
  const service = serviceAt(environment, host, path);
  if (service === undefined) return failed("host-unknown", `no row names ${host}`, "a host of the environment's table");
  const expected = isLiveness ? `status 200 from ${service}` : `any answer below 500 from ${service}`;
  const started = performance.now();
  const reply = await askHost(target, { scheme: "https", host, path }, signal);
  if (!reply.ok) {
    const { symptom, found } = await explainBreakage(reply, target, host, signal);
    return failed(symptom, found, expected);
  }
  const { answer } = reply;
  const fault = commonSymptom(answer, service) ?? ownFault(answer.status, isLiveness);
  if (fault !== undefined) return failed(fault, answerText(answer), expected, retryAfterOf(answer));
  return passed(answerText(answer), [{ name: "answer", value: Math.round(performance.now() - started), unit: "ms" }]);
}

const ownFault = (status: number, isLiveness: boolean): SymptomId | undefined => {
  // Nothing asked for another protocol.
  if (status < 200) return "wrong-status";
  if (status === 200 || !isLiveness) return undefined;
  return status === 401 || status === 403 ? "unauthorized" : "wrong-status";
};
