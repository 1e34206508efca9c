import { levelsOf } from "../levels";
import { openOverTime } from "../tally";
import {
  NEEDS_TOKEN,
  answerQuestion,
  isRefusedForToken,
  type AnsweredQuestion,
  type Evidence,
  type Observation,
} from "./question";

/** The remediation plan's success metric: auto-scaling responds within that time. */
const SCALING_SECONDS = 30;

/**
 * Does it scale within 30 s? Monitoring counts instances once a minute and shows the count minutes later, too coarse for
 * the question. Sockets can show it: an instance holds as many sockets as its concurrency allows, so one socket more than
 * the first instances can hold needs a further instance. The time runs from the moment when that socket is asked for to
 * the moment when that many are open. That is what a user waits for, and an upper bound of what Cloud Run takes.
 * Monitoring's own count is shown beside it.
 *
 * Services without sockets are not asked: their requests end within milliseconds, and Cloud Armor's limit for one address
 * allows too few of them to fill an instance.
 */
export function judgeScaling(evidence: Evidence): AnsweredQuestion {
  const question = `Does it scale within ${SCALING_SECONDS} s?`;
  const services = evidence.observed.sockets.map(({ service }) => service);
  return answerQuestion(
    "scales",
    question,
    services.map((service) => scalingObservation(evidence, service)),
  );
}

function scalingObservation(evidence: Evidence, service: string): Observation {
  const { environment, readings, moments, events, observed } = evidence;
  const { before, peak } = levelsOf(readings, moments, "instances", service);
  const concurrency = environment.services[service]?.concurrency ?? 0;
  const cannotTell = (text: string): Observation => ({ verdict: "could not tell", text: `${service}: ${text}` });
  if (before === undefined) return cannotTell("Monitoring does not say how many instances there were before");
  const held = before * concurrency;
  const beyond = openOverTime(events, service);
  const asked = beyond.find((moment) => moment.asked > held);
  const open = beyond.find((moment) => moment.open > held);
  const witness = `instances ${before} before, ${peak ?? "unknown"} at most under load`;
  if (asked && open) {
    const seconds = (open.at - asked.at) / 1000;
    const text = `${service}: socket ${held + 1}, which ${before} × ${concurrency} cannot hold, was open ${seconds.toFixed(1)} s after it was asked for; ${witness}`;
    return { verdict: seconds <= SCALING_SECONDS ? "yes" : "no", text };
  }
  if (isRefusedForToken(observed)) return cannotTell(NEEDS_TOKEN);
  if (evidence.cutShort !== undefined) return cannotTell(`${evidence.cutShort} before the sockets were open`);
  if (!asked) {
    const most = Math.max(0, ...beyond.map((moment) => moment.asked));
    return cannotTell(
      `${most} sockets fit into the ${before} × ${concurrency} that were there; ask for more than ${held} with --sockets`,
    );
  }
  const most = Math.max(0, ...beyond.map((moment) => moment.open));
  return {
    verdict: "no",
    text: `${service}: never more than ${most} sockets were open, and ${before} × ${concurrency} fit without scaling; ${witness}`,
  };
}
