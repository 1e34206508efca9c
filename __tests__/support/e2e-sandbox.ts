import { trial } from "../fixture/trial";
import type { StagingEnvironment } from "../../environments/environment";
import { e2eJobName, e2eResultsBucketName, stateBucketName } from "../../environments/names";
import { orderName, type JobOrder } from "../../sandbox/run/execution-states";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { sandboxVariables } from "../../sandbox/variables";
import { sandboxClient, type TestSandbox } from "./sandbox";

/** A sandbox in which an environment's runner is deployed, as far as a run asks. */
export interface RunnerSandbox extends Omit<TestSandbox, "sandbox"> {
  readonly sandbox: Sandbox;
  /** For a command: where Google is. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the next executions come to. */
  readonly order: (order: JobOrder) => void;
  /** Names of the executions so far. */
  readonly executions: () => readonly string[];
  /** Leaves an object in a bucket. */
  readonly put: (bucket: string, name: string, text: string) => Promise<void>;
  /** What the container would leave for every execution that has none yet. */
  readonly report: (xml: string) => Promise<void>;
}

export const RESULTS = e2eResultsBucketName(trial);

export const STATES = stateBucketName(trial);

export const JOB = e2eJobName(trial);

/** @param environment - whose runner is deployed */
export async function startRunnerSandbox(environment: StagingEnvironment = trial): Promise<RunnerSandbox> {
  const { project, region } = environment;
  const [results, job] = [e2eResultsBucketName(environment), e2eJobName(environment)];
  const sandbox = await startSandbox({
    port: 0,
    projects: [{ id: project, stateBucket: stateBucketName(environment), region }],
  });
  const { send, good, bad, admin } = sandboxClient(() => sandbox.url);
  const { store } = sandbox;
  for (const api of ["run", "iam", "monitoring"]) {
    const name = `${api}.googleapis.com`;
    store.put(`serviceusage/projects/${project}/services/${name}`, { name, state: "ENABLED" });
  }
  await good("POST", `/storage/v1/b?project=${project}`, { name: results, location: "US-CENTRAL1" });
  const [parent] = job.split("/jobs/");
  await good("POST", `/iam/v1/projects/${project}/serviceAccounts`, { accountId: "e2e-runner" });
  await good("POST", `/run/v2/${parent}/jobs?jobId=e2e-runner`, {
    template: {
      template: {
        maxRetries: 0,
        serviceAccount: `e2e-runner@${project}.iam.gserviceaccount.com`,
        containers: [{ image: `us-central1-docker.pkg.dev/${project}/netra/e2e-tests:1.0.0` }],
      },
    },
  });
  const executions = (): readonly string[] =>
    store.list(`run/${job}/executions`).map(([name]) => name.slice(name.lastIndexOf("/") + 1));
  const put = async (bucket: string, name: string, text: string): Promise<void> => {
    const path = `/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}`;
    const { status, text: said } = await send("POST", path, text, { "Content-Type": "text/plain" });
    if (status !== 200) throw new Error(said);
  };
  return {
    sandbox,
    send,
    good,
    bad,
    admin,
    variables: sandboxVariables(sandbox.url),
    order: (order) => store.put(orderName(job), { ...order }),
    executions,
    put,
    report: async (xml) => {
      for (const name of executions()) await put(results, `e2e/${name}/junit.xml`, xml);
    },
  };
}
