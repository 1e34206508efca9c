import type { StagingEnvironment } from "../../environments/environment";
import { countText } from "../../report/text";
import type { Clock } from "../clock";
import type { GoogleApi } from "../google-api";
import type { Target } from "../http/target";
import { startEngine } from "./engine";
import type { LoadEvent } from "./messages";
import type { LoadPlan } from "./plan";
import { readMetrics, type Readings } from "./readings";
import { loadScripts } from "./script";
import { tallyEvents, type Observed } from "./tally";
import type { LoadTimes } from "./times";

/** A load to be made. */
export interface LoadRun {
  /** The type keeps production out. */
  readonly environment: StagingEnvironment;
  readonly plan: LoadPlan;
  readonly api: GoogleApi;
  readonly target: Target;
  /** File with certificates of authorities to trust besides the known ones. */
  readonly ca?: string;
  /** Sent with handshakes. */
  readonly token?: string;
  readonly times: LoadTimes;
  readonly clock: Clock;
  /** Ends the load, or the wait after it, early; the report says what was seen until then. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** A load that is over. */
interface OfferedLoad {
  /** Milliseconds since 1970; the end is when every socket was closed. */
  readonly started: number;
  readonly ended: number;
  /** In the order in which they came. */
  readonly events: readonly LoadEvent[];
  /** Why it did not go to its end. */
  readonly cutShort?: string;
}

/** Makes the load and reports progress every few seconds. A stopped load closes its sockets first. Never rejects. */
export async function offerLoad(run: LoadRun): Promise<OfferedLoad> {
  const { environment, plan, target, token, ca, times, signal, clock } = run;
  const { warmUpSeconds, rampSeconds, holdSeconds, coolDownSeconds } = plan;
  const releaseAfterSeconds = warmUpSeconds + rampSeconds + holdSeconds;
  const events: LoadEvent[] = [];
  const started = dateMilliseconds(clock);
  const engine = startEngine(
    {
      scripts: loadScripts(environment, { plan, target, ...(token !== undefined && { token }) }),
      releaseAfterSeconds,
    },
    {
      ...(ca !== undefined && { ca }),
      deadlineSeconds: releaseAfterSeconds + coolDownSeconds + times.overtime,
      onEvent: (event) => events.push(event),
    },
  );
  signal.addEventListener("abort", engine.stop);
  if (signal.aborted) engine.stop();
  const over = new AbortController();
  void reportProgress(run, { started, events }, over.signal);
  const failure = await engine.ended;
  over.abort();
  signal.removeEventListener("abort", engine.stop);
  const cutShort = signal.aborted ? "the load was stopped" : failure;
  return { started, ended: dateMilliseconds(clock), events, ...(cutShort !== undefined && { cutShort }) };
}

/** Milliseconds since 1970, as the engine and Monitoring count them. */
export const dateMilliseconds = ({ date }: Clock): number => date().getTime();

async function reportProgress(
  run: LoadRun,
  load: Pick<OfferedLoad, "started" | "events">,
  over: AbortSignal,
): Promise<void> {
  const { api, environment, times, progress, clock } = run;
  while (await clock.pause(times.look * 1000, over)) {
    const readings = await readMetrics(api, environment, load.started, dateMilliseconds(clock));
    // After the end of the load, a late answer would overwrite what is shown by then.
    if (!over.aborted)
      progress(progressText(tallyEvents(load.events), readings, dateMilliseconds(clock) - load.started));
  }
}

/** The progress of a load in one line: what was seen from outside, and Monitoring's newest values, which are minutes old. */
function progressText({ routes, sockets }: Observed, { readings }: Readings, milliseconds: number): string {
  const answers = routes.flatMap(({ statuses }) => Object.values(statuses)).reduce((sum, times) => sum + times, 0);
  const levels = readings.flatMap(({ metric, service, points }) => {
    const newest = points.at(-1)?.value;
    const isLevel = metric === "instances" || metric === "connections" || metric === "clients";
    return isLevel && newest !== undefined
      ? [`${newest} ${metric}${service === undefined ? "" : ` of ${service}`}`]
      : [];
  });
  return [
    `${Math.round(milliseconds / 1000)} s: ${countText(answers, "answer")}`,
    ...sockets.map(({ service, asked, opened }) => `${opened} of ${asked} sockets of ${service}`),
    ...levels,
  ].join(", ");
}
