import { invalid, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asNumber, asObject, type JsonObject } from "../core/json";
import { containersOf } from "./containers";

/** Most seconds of a probe's delay and period (health checks page). */
const MOST = { startupProbe: 240, livenessProbe: 3600 } as const;

type Kind = keyof typeof MOST;

/** Probes of each container. The text on TCP is Google's, from reports; the others are not. */
export function checkProbes(draft: Draft): Refusal | undefined {
  return containersOf(draft)
    .flatMap((container) => [
      checkKind(container),
      checkProbe("startupProbe", container.startupProbe),
      checkProbe("livenessProbe", container.livenessProbe),
    ])
    .find((refusal) => refusal !== undefined);
}

const checkKind = ({ livenessProbe }: JsonObject): Refusal | undefined =>
  asObject(livenessProbe).tcpSocket === undefined
    ? undefined
    : invalid("Cloud Run currently does not support TCP socket in liveness probe");

function checkProbe(kind: Kind, value: unknown): Refusal | undefined {
  if (value === undefined) return undefined;
  const probe = asObject(value);
  const [delay, period, timeout, failures] = [
    "initialDelaySeconds",
    "periodSeconds",
    "timeoutSeconds",
    "failureThreshold",
  ].map((member) => asNumber(probe[member] ?? 0)) as [number, number, number, number];
  const most = MOST[kind];
  if (!(delay >= 0 && delay <= most))
    return invalid(`${kind}: initial_delay_seconds must be between 0 and ${most}, found ${delay}.`);
  if (!(period >= 1 && period <= most))
    return invalid(`${kind}: period_seconds must be between 1 and ${most}, found ${period}.`);
  if (!(timeout >= 1 && timeout <= period)) {
    return invalid(`${kind}: timeout_seconds must be between 1 and period_seconds ${period}, found ${timeout}.`);
  }
  return kind === "startupProbe" && period * failures > most
    ? invalid(`${kind}: failure_threshold × period_seconds is ${period * failures}, must be at most ${most}.`)
    : undefined;
}
