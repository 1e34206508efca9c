import { z } from "zod";
import { done, reading, type Admin, type AdminRoutes } from "./core/admin";
import { failedPrecondition, notFound, ok, refuse, type Answer } from "./core/answer";
import { addEntry } from "./logging/entries";
import { addPoints, withProject } from "./monitoring/stored-series";
import { end, isOver, orderName, OUTCOMES } from "./run/execution-states";

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
        metricKind: Name.default("GAUGE"),
        valueType: Name.default("DOUBLE"),
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

/** How often an execution may be asked for before it ends. */
const MOST_READS = 1000;

const OrderBody = z.strictObject({
  job: Name,
  outcome: z.enum([...OUTCOMES, "run"]),
  reads: z.number().int().min(0).max(MOST_READS).default(0),
});
const EndBody = z.strictObject({ execution: Name, outcome: z.enum(OUTCOMES) });

/** Ends an execution that is still running. */
function endExecution({ store }: Admin, { execution, outcome }: z.infer<typeof EndBody>): Answer {
  const stored = store.get(`run/${execution}`);
  if (stored === undefined) return refuse(notFound(`${execution}: no such execution`));
  return isOver(stored) ? refuse(failedPrecondition(`${execution}: over already`)) : ok(end(store, stored, outcome));
}

/** What only happens at Google: metrics of its platform, lines of the log, and what a container comes to. */
export const SEED_ROUTES: AdminRoutes = {
  "POST time-series": reading(SeriesBody, ({ store }, { project, timeSeries }) => {
    for (const series of timeSeries) addPoints(store, project, withProject(project, series));
    return done;
  }),
  "POST log-entries": reading(EntriesBody, ({ store }, { project, entries }) => {
    for (const entry of entries) addEntry(store, project, entry);
    return done;
  }),
  "POST job-runs": reading(OrderBody, ({ store }, { job, ...order }) => {
    store.put(orderName(job), order);
    return done;
  }),
  "POST job-runs/end": reading(EndBody, endExecution),
};
