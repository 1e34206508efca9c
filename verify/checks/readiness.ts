import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { parseJson } from "../../report/text";
import { failed, passed, skipped, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import { answerText, commonSymptom, retryAfterOf } from "../http/answer";
import { explainBreakage } from "../http/protocols";
import { askHost, type HostAnswer } from "../http/request";
import type { Target } from "../http/target";
import type { SymptomId } from "../symptoms";
import { authCallers, authService } from "./service-to-service";

/**
 * What a service says of what it depends on, at its readiness path: docs/service-contract.md. Asked from outside, because
 * from there nobody else can tell: liveness has no dependency, and Google's APIs know instances, not whether they are
 * reached from a container.
 */
const Readiness = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

/** A readiness path, at the host whose own service answers there. */
interface ReadinessRow {
  readonly host: string;
  readonly path: string;
  readonly service: string;
}

/** Once a service, at the first host of its own: no service without one can be asked from outside. */
export const readinessRows = ({ hosts, services }: Pick<Environment, "hosts" | "services">): readonly ReadinessRow[] =>
  Object.entries(services).flatMap(([service, { probes }]) => {
    const row = Object.values(hosts).find((each) => each.service === service);
    return row === undefined ? [] : [{ host: row.host, path: probes.startup.path, service }];
  });

/** Seconds for an answer: what a service's startup probe gives it, and the way there. */
const DEADLINE_SECONDS = 15;
const ATTEMPTS = 3;

/** Whether every service can use what it depends on, and whether those that call the auth service are known to it. */
export const readinessChecks = (environment: Environment, target: Target): readonly Check[] => {
  const auth = authService(environment);
  const callers = authCallers(environment);
  return readinessRows(environment).flatMap((row): readonly Check[] => {
    const { host, path, service } = row;
    const common = { deadlineSeconds: DEADLINE_SECONDS, attempts: ATTEMPTS };
    return [
      {
        ...common,
        id: `route/${host}${path}`,
        area: "route",
        title: `https://${host}${path}: ${service} can use what it depends on`,
        attempt: (signal) => ask(row, target, signal, readyAttempt),
      },
      ...(auth === undefined || !callers.includes(service)
        ? []
        : [
            {
              ...common,
              id: `service-to-service/${service}/known`,
              area: "service-to-service" as const,
              title: `${service} calls ${auth} with the service secret, and is known there`,
              attempt: (signal: AbortSignal) => ask(row, target, signal, (given) => knownAttempt(given, auth)),
            },
          ]),
    ];
  });
};

/** An answer of the service itself, with what it says of its dependencies. */
interface OwnAnswer {
  readonly service: string;
  readonly answer: HostAnswer;
  readonly dependencies: Readonly<Record<string, string>>;
}

async function ask(
  { host, path, service }: ReadinessRow,
  target: Target,
  signal: AbortSignal,
  judge: (own: OwnAnswer) => Attempt,
): Promise<Attempt> {
  const reply = await askHost(target, { scheme: "https", host, path }, signal);
  const expected = `status 200 from ${service}`;
  if (!reply.ok) {
    const { symptom, found } = await explainBreakage(reply, target, host, signal);
    return failed(symptom, found, expected);
  }
  const { answer, body } = reply;
  // Its own 503 is an answer: it says what is missing.
  const isItsOwn = answer.backend === service && [200, NOT_READY].includes(answer.status);
  const fault = isItsOwn ? undefined : (commonSymptom(answer, service) ?? "wrong-status");
  if (fault !== undefined) return failed(fault, answerText(answer), expected, retryAfterOf(answer));
  return judge({ service, answer, dependencies: dependenciesIn(body) });
}

const NOT_READY = 503;
const USABLE = "ok";
const REFUSED = "refused";

const dependenciesIn = (body: string): Readonly<Record<string, string>> =>
  Readiness.safeParse(parseJson(body)).data?.dependencies ?? {};

/** Words of the contract alone are printed: a service may write anything into its answer. */
const stateText = (state: string): string =>
  [USABLE, REFUSED, "unreachable"].includes(state) ? state : "another word";

/** A dependency's name as people read it; one that is no such name is not printed. */
const isName = (name: string): boolean => /^[a-z][a-z\d-]{0,62}$/.test(name);

function readyAttempt({ service, answer, dependencies }: OwnAnswer): Attempt {
  const named = Object.entries(dependencies).filter(([name]) => isName(name));
  const missing = named.filter(([, state]) => state !== USABLE);
  const expected = `status 200 from ${service}, and every dependency "${USABLE}"`;
  if (answer.status === 200 && missing.length === 0) return passed(`${answerText(answer)}, ${namesText(named)}`);
  const said = missing.map(([name, state]) => `${name}: ${stateText(state)}`).join(", ") || "without saying why";
  return failed(readySymptom(missing), `${answerText(answer)}, ${said}`, expected);
}

const namesText = (named: readonly (readonly [string, string])[]): string =>
  named.length === 0 ? "which names no dependency" : named.map(([name]) => name).join(", ");

/** What stores are called in the contract. */
const STORES: readonly string[] = ["database", "cache"];

function readySymptom(missing: readonly (readonly [name: string, state: string])[]): SymptomId {
  if (missing.some(([name]) => STORES.includes(name))) return "store-unreachable";
  const isRefusedOnly = missing.length > 0 && missing.every(([, state]) => state === REFUSED);
  return isRefusedOnly ? "service-secret-refused" : "dependency-missing";
}

/** A service that is refused by the auth service holds a wrong secret, or one that was rotated while it ran. */
function knownAttempt({ service, dependencies }: OwnAnswer, auth: string): Attempt {
  const state = dependencies[auth];
  if (state === undefined)
    return skipped(`${service} names no ${auth} at its readiness path (docs/service-contract.md)`);
  if (state === USABLE) return passed(`${auth}: ${USABLE}`);
  const symptom = state === REFUSED ? "service-secret-refused" : "dependency-missing";
  return failed(symptom, `${auth}: ${stateText(state)}`, `${auth}: ${USABLE}`);
}
