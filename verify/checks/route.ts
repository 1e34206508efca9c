import type { Environment } from "../../environments/environment";
import { serviceAt } from "../../environments/hosts";
import { answerText, commonFault, waitOf } from "../http/answer";
import { failed, passed } from "../engine/attempt";
import type { Attempt, Check } from "../engine/check";
import { ask } from "../http/request";
import type { SymptomId } from "../symptoms";
import type { Target } from "../http/target";
import { rowsOf, type Row } from "./rows";

/** Seconds for an answer: twice what a service's own liveness probe is given. */
const DEADLINE_SECONDS = 10;

/** Whether every row of the host table answers, and whether the declared service does. */
export const routeChecks = (environment: Environment, target: Target): readonly Check[] =>
  rowsOf(environment).map((row) => ({
    id: `route/${row.host}${row.path}`,
    area: "route",
    title: `https://${row.host}${row.path} ${row.isLiveness ? "is healthy" : "leads to its service"}`,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts: 3,
    attempt: (signal) => routeAttempt(environment, target, row, signal),
  }));

/** Asks a host for a path, as a user would. @throws what the connection's failure does not tell */
export async function routeAttempt(
  environment: Pick<Environment, "hosts">,
  target: Target,
  { host, path, isLiveness }: Row,
  signal: AbortSignal,
): Promise<Attempt> {
  const service = serviceAt(environment, host, path);
  if (service === undefined) return failed("host-unknown", `no row names ${host}`, "a host of the environment's table");
  const expected = isLiveness ? `status 200 from ${service}` : `any answer below 500 from ${service}`;
  const started = performance.now();
  const reply = await ask(target, { scheme: "https", host, path }, signal);
  if (!reply.ok) return failed(reply.symptom, reply.found, expected);
  const { answer } = reply;
  const fault = commonFault(answer, service) ?? (isLiveness ? livenessFault(answer.status) : undefined);
  if (fault !== undefined) return failed(fault, answerText(answer), expected, waitOf(answer));
  return passed(answerText(answer), [{ name: "answer", value: Math.round(performance.now() - started), unit: "ms" }]);
}

const livenessFault = (status: number): SymptomId | undefined => {
  if (status === 200) return undefined;
  return status === 401 || status === 403 ? "unauthorized" : "wrong-status";
};
