import { z } from "zod";
import { EMPTY_ANSWER, withParsedBody, type Admin, type AdminRoutes } from "./core/admin";
import { failedPrecondition, notFound, okAnswer, refusalAnswer, type Answer } from "./core/answer";
import { addEntry } from "./logging/entries";
import { seedSeries } from "./monitoring/seeded-series";
import { endExecution, isExecutionOver, orderName, OUTCOMES } from "./run/execution-states";

const Name = z.string().min(1);
const AnyObject = z.record(z.string(), z.json());
const Subject = z.strictObject({ type: Name, labels: z.record(z.string(), z.string()).default({}) });

const SeriesBody = z.strictObject({
  project: Name,
  timeSeries: z
    .array(
      z.strictObject({
        metric: Subject,
        resource: Subject,
        metricKind: z.enum(["GAUGE", "DELTA", "CUMULATIVE"]).optional(),
        valueType: z.enum(["BOOL", "INT64", "DOUBLE", "STRING", "DISTRIBUTION"]).optional(),
        points: z.array(
          z.strictObject({
            interval: z.strictObject({ startTime: z.iso.datetime().optional(), endTime: z.iso.datetime() }),
            value: AnyObject,
          }),
        ),
      }),
    )
    .min(1),
});

const EntriesBody = z.strictObject({ project: Name, entries: z.array(AnyObject).min(1) });

/** Most reads of an execution before it ends. */
const MOST_READS = 1000;

const OrderBody = z.strictObject({
  job: Name,
  outcome: z.enum([...OUTCOMES, "run"]),
  reads: z.number().int().min(0).max(MOST_READS).default(0),
});
const EndBody = z.strictObject({ execution: Name, outcome: z.enum(OUTCOMES) });

/** Ends an execution that is still running. */
function endRun({ store }: Admin, { execution, outcome }: z.infer<typeof EndBody>): Answer {
  const stored = store.get(`run/${execution}`);
  if (stored === undefined) return refusalAnswer(notFound(`${execution}: no such execution`));
  return isExecutionOver(stored)
    ? refusalAnswer(failedPrecondition(`${execution}: over already`))
    : okAnswer(endExecution(store, stored, outcome));
}

/** Writes what only Google writes: metrics of its platform, lines of the log, and how an execution ends. */
export const SEED_ROUTES: AdminRoutes = {
  "POST time-series": withParsedBody(SeriesBody, ({ store }, { project, timeSeries }) => {
    const refusal = seedSeries(store, project, timeSeries);
    return refusal === undefined ? EMPTY_ANSWER : refusalAnswer(refusal);
  }),
  "POST log-entries": withParsedBody(EntriesBody, ({ store }, { project, entries }) => {
    for (const entry of entries) addEntry(store, project, entry);
    return EMPTY_ANSWER;
  }),
  "POST job-runs": withParsedBody(OrderBody, ({ store }, { job, ...order }) => {
    store.put(orderName(job), order);
    return EMPTY_ANSWER;
  }),
  "POST job-runs/end": withParsedBody(EndBody, endRun),
};
