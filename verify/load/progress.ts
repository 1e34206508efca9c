import type { Readings } from "./readings";
import type { Observed } from "./tally";

/** How a load goes, in one line: what was seen from outside, and the newest that Monitoring shows, which is minutes old. */
export function progressText({ routes, sockets }: Observed, { readings }: Readings, milliseconds: number): string {
  const answers = routes.flatMap(({ statuses }) => Object.values(statuses)).reduce((sum, times) => sum + times, 0);
  const levels = readings.flatMap(({ metric, service, points }) => {
    const newest = points.at(-1)?.value;
    const isLevel = metric === "instances" || metric === "connections" || metric === "clients";
    return isLevel && newest !== undefined
      ? [`${newest} ${metric}${service === undefined ? "" : ` of ${service}`}`]
      : [];
  });
  return [
    `${Math.round(milliseconds / 1000)} s: ${answers} answers`,
    ...sockets.map(({ service, asked, opened }) => `${opened} of ${asked} sockets of ${service}`),
    ...levels,
  ].join(", ");
}
