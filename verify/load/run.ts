import { countText } from "../../report/text";
import { GoogleApiError } from "../google-answers";
import { exhaustedPools } from "./exhaustion";
import type { Moments } from "./levels";
import { dateMilliseconds, offerLoad, type LoadRun } from "./offer";
import { isClean } from "./questions/cleanup";
import { readMetrics, type Readings } from "./readings";
import { reportOf, type LoadReport } from "./report";
import { tallyEvents } from "./tally";
import type { LoadTimes } from "./times";

/**
 * Makes the load and answers the plan's questions.
 *
 * @throws GoogleApiError where Monitoring cannot be read: then no load is made, because nobody could judge it
 */
export async function runLoad(run: LoadRun): Promise<LoadReport> {
  const { environment, plan, api, times, clock } = run;
  const before = dateMilliseconds(clock);
  const from = before - times.before * 1000;
  const { problems } = await readMetrics(api, environment, from, before);
  if (problems[0] !== undefined) throw new GoogleApiError(0, `${problems[0]}; nothing was loaded`);
  const { events, started, ended, cutShort } = await offerLoad(run);
  const load = { from, started, ended, sampled: ended + times.sampling * 1000 };
  const { readings, moments, waited } = await readUntilSettled(run, load, cutShort === undefined);
  const evidence = {
    environment,
    events,
    observed: tallyEvents(events),
    readings,
    moments,
    waited,
    exhausted: await exhaustedPools(api, environment.project, started, moments.until),
    ...(cutShort !== undefined && { cutShort }),
  };
  return reportOf(evidence, plan);
}

interface SettledReadings {
  readonly readings: Readings;
  readonly moments: Moments;
  /** Whether levels had all the time that they may take to come back. */
  readonly waited: boolean;
}

/**
 * Whether Monitoring has no value at all since some minutes before the load: nobody writes any, and waiting would show none.
 * A service without instances is silent too, but the database and the cache never are.
 */
const isSilent = ({ readings, problems }: Readings): boolean =>
  problems.length === 0 && readings.every(({ points }) => points.length === 0);

const silenceText = ({ before }: LoadTimes): string =>
  `it has no value of any metric since ${countText(before / 60, "minute")} before the load, so nothing was waited for`;

/**
 * Reads Monitoring until it shows all of the load and every level is back, or the time for that is over. Reads once where
 * waiting would show nothing more.
 */
async function readUntilSettled(
  run: LoadRun,
  load: Omit<Moments, "until">,
  mayWait: boolean,
): Promise<SettledReadings> {
  const { environment, api, times, signal, progress, clock } = run;
  for (;;) {
    const moments = { ...load, until: dateMilliseconds(clock) };
    const readings = await readMetrics(api, environment, moments.from, moments.until);
    const seconds = (moments.until - moments.ended) / 1000;
    const waited = seconds >= times.settling;
    if (isSilent(readings)) return { readings: { ...readings, problems: [silenceText(times)] }, moments, waited };
    const isOver = waited || (seconds >= times.visible && isClean({ environment, readings, moments }));
    if (isOver || !mayWait) return { readings, moments, waited };
    progress(`${Math.round(seconds)} s after the load: waiting for instances, connections and clients to go`);
    if (!(await clock.pause(times.look * 1000, signal))) return { readings, moments, waited };
  }
}
