import type { LevelRow, LoadReport } from "../report";
import type { Latency, RouteTally, SocketTally } from "../tally";

/** `staging under load: 2 yes, 1 no, 1 could not tell`. */
export function summaryText({ environment, answers, cutShort }: LoadReport): string {
  const counts = (["yes", "no", "could not tell"] as const).flatMap((verdict) => {
    const count = answers.filter((answer) => answer.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  return `${environment} under load: ${counts.join(", ")}${cutShort === undefined ? "" : `; ${cutShort}`}`;
}

/** `10 requests a second and 300 sockets: 30 s warm-up, 60 s ramp, 180 s hold, 30 s cool-down`. */
export const planText = ({ plan }: LoadReport): string =>
  `${plan.arrivalsPerSecond} requests a second and ${plan.sockets} sockets: ${plan.warmUpSeconds} s warm-up, ` +
  `${plan.rampSeconds} s ramp, ${plan.holdSeconds} s hold, ${plan.coolDownSeconds} s cool-down`;

/** Cells of a level: before, under load, after. */
export const levelCells = ({ before, peak, after }: LevelRow): readonly string[] =>
  [before, peak, after].map((level) => (level === undefined ? "unknown" : String(Math.round(level * 10) / 10)));

/** `12 × 200, 1 × 429; p50 10 ms, p95 20 ms, max 30 ms`. */
export const routeText = ({ statuses, unanswered, latency }: RouteTally): string =>
  [countsText({ ...statuses, ...unanswered }), ...(latency ? [latencyText(latency)] : [])].join("; ");

/** `290 of 300 opened, 280 at once; handshake p50 …; echo p50 …`. */
export const socketText = ({ asked, opened, most, brokenOff, handshake, echo }: SocketTally): string =>
  [
    `${opened} of ${asked} opened, ${most} at once`,
    ...(Object.keys(brokenOff).length > 0 ? [`broken off ${countsText(brokenOff)}`] : []),
    ...(handshake ? [`handshake ${latencyText(handshake)}`] : []),
    ...(echo ? [`echo ${latencyText(echo)}`] : []),
  ].join("; ");

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${times} × ${name}`)
    .join(", ");

const latencyText = ({ p50, p95, max }: Latency): string =>
  `p50 ${Math.round(p50)} ms, p95 ${Math.round(p95)} ms, max ${Math.round(max)} ms`;
