import { PROJECT, REGION, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, admin, sandbox } = useSandbox("run", "iam", "secretmanager", "compute");

const JOBS = `/run/v2/projects/${PROJECT}/locations/${REGION}/jobs`;
const PATH = `projects/${PROJECT}/locations/${REGION}/jobs/e2e`;
const RUNNER = `runner@${PROJECT}.iam.gserviceaccount.com`;
const any = expect.any(String) as string;

const jobBody = (task: object = {}, template: object = {}): Body => ({
  template: { ...template, template: { containers: [{ image: "tests" }], ...task } },
});
const container = (body: object): object => ({ containers: [{ image: "tests", ...body }] });
const createJob = (body: Body = jobBody(), id = "e2e"): Promise<Body> => good("POST", `${JOBS}?jobId=${id}`, body);
const readJob = (): Promise<Body> => good("GET", `${JOBS}/e2e`);

describe("jobs", () => {
  test("one has its defaults, and nothing that the provider does not compute", async () => {
    const operation = await createJob();
    const ready = { state: "CONDITION_SUCCEEDED", lastTransitionTime: any };
    const whole = {
      name: PATH,
      uid: any,
      generation: "1",
      observedGeneration: "1",
      createTime: any,
      updateTime: any,
      creator: any,
      lastModifier: any,
      etag: any,
      reconciling: false,
      launchStage: "GA",
      executionCount: 0,
      terminalCondition: { type: "Ready", ...ready },
      conditions: [{ type: "ResourcesAvailable", ...ready }],
      template: {
        taskCount: 1,
        template: {
          maxRetries: 3,
          timeout: "600s",
          serviceAccount: expect.stringMatching(/^\d+-compute@developer\.gserviceaccount\.com$/) as string,
          executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
          containers: [{ image: "tests", resources: { limits: { cpu: "1000m", memory: "512Mi" } } }],
        },
      },
    };
    expect(operation).toMatchObject({ done: true, response: whole });
    expect(await readJob()).toEqual(whole);
    expect((await good("GET", JOBS)).jobs).toEqual([whole]);
  });

  test("what is sent stays: no retries, one limit alone, a timeout of a week", async () => {
    await createJob(
      jobBody(
        { maxRetries: 0, timeout: "604800s", ...container({ resources: { limits: { memory: "1Gi" } } }) },
        { taskCount: 4, parallelism: 2 },
      ),
    );
    expect((await readJob()).template).toMatchObject({
      taskCount: 4,
      parallelism: 2,
      template: {
        maxRetries: 0,
        timeout: "604800s",
        containers: [{ resources: { limits: { cpu: "1000m", memory: "1Gi" } } }],
      },
    });
  });

  test("a change replaces what users set, and keeps its record and its executions", async () => {
    await createJob({ ...jobBody(), labels: { a: "b" } });
    await good("POST", `${JOBS}/e2e:run`);
    const before = await readJob();
    await good("PATCH", `${JOBS}/e2e`, jobBody({ timeout: "60s" }));
    const after = await readJob();
    expect(after).toMatchObject({
      uid: before.uid,
      createTime: before.createTime,
      generation: "2",
      executionCount: 1,
      latestCreatedExecution: before.latestCreatedExecution,
    });
    expect(after).not.toHaveProperty("labels");
    expect(await bad("PATCH", `${JOBS}/e2e`, { ...jobBody(), etag: before.etag })).toMatch(/^409 aborted: /);
  });

  test.each<[Body, string]>([
    [jobBody({ timeout: "604801s" }), "template.template.timeout: must be between 1s and 604800s, found 604801s."],
    [jobBody({ timeout: "0s" }), "template.template.timeout: must be between 1s and 604800s, found 0s."],
    [jobBody({ maxRetries: 11 }), "template.template.max_retries: must be between 0 and 10, found 11."],
    [jobBody({}, { taskCount: 0 }), "template.task_count: must be between 1 and 10000, found 0."],
    [
      jobBody({}, { taskCount: 2, parallelism: 3 }),
      "template.parallelism: must be between 0 and task_count 2, found 3.",
    ],
    [jobBody({ containers: [] }), "template.template.containers: at least one container is needed."],
    [
      jobBody(container({ env: [{ name: "PORT" }, { name: "CLOUD_RUN_TASK_INDEX" }] })),
      "template.containers[0].env: The following reserved env names were provided: PORT, CLOUD_RUN_TASK_INDEX. These values are automatically set by the system.",
    ],
    [
      jobBody(container({ env: [{ name: "A" }, { name: "A" }] })),
      "template.containers[0].env: Duplicate variable name A.",
    ],
    [
      jobBody(container({ resources: { limits: { cpu: "500m", memory: "512Mi" } } })),
      "resources.limits.cpu: 500m is too low for a job; at least 1.",
    ],
    [
      jobBody(container({ resources: { limits: { cpu: "4", memory: "1Gi" } } })),
      "resources.limits.memory: 1Gi is too low for 4 CPU; at least 2048Mi.",
    ],
    [
      jobBody({ vpcAccess: { connector: "c", networkInterfaces: [{}] } }),
      "template.vpc_access: connector and network_interfaces cannot be set together.",
    ],
    [
      jobBody({ vpcAccess: { networkInterfaces: [{ network: `projects/${PROJECT}/global/networks/none` }] } }),
      `The resource 'projects/${PROJECT}/global/networks/none' was not found`,
    ],
    [jobBody({ serviceAccount: RUNNER }), `template.service_account: Service account ${RUNNER} does not exist.`],
  ])("%j is refused", async (body, message) => {
    expect(await bad("POST", `${JOBS}?jobId=e2e`, body)).toBe(`400 invalid: ${message}`);
  });

  test("a name has up to 49 characters", async () => {
    await createJob(jobBody(), "a".repeat(49));
    expect(await bad("POST", `${JOBS}?jobId=${"a".repeat(50)}`, jobBody())).toMatch(/^400 invalid: Invalid job name/);
  });

  test("one whose account may not read its secret stays, is not ready, and is not run", async () => {
    await good("POST", `/iam/v1/projects/${PROJECT}/serviceAccounts`, { accountId: "runner" });
    const secrets = `/secretmanager/v1/projects/${PROJECT}/secrets`;
    await good("POST", `${secrets}?secretId=key`, { replication: { automatic: {} } });
    await good("POST", `${secrets}/key:addVersion`, { payload: { data: "YQ==" } });
    const env = [{ name: "KEY", valueSource: { secretKeyRef: { secret: "key", version: "1" } } }];
    const body = jobBody({ serviceAccount: RUNNER, ...container({ env }) });
    const operation = await createJob(body);
    expect(operation).toMatchObject({ done: true, error: { code: 9 } });
    expect(operation.error.message).toMatch(
      /^Job 'e2e' is not ready and cannot be run\. .*Permission denied on secret: /,
    );
    expect(await bad("POST", `${JOBS}/e2e:run`)).toBe(`400 failedPrecondition: ${operation.error.message}`);
    const binding = { role: "roles/secretmanager.secretAccessor", members: [`serviceAccount:${RUNNER}`] };
    await good("POST", `${secrets}/key:setIamPolicy`, { policy: { bindings: [binding] } });
    await good("PATCH", `${JOBS}/e2e`, body);
    await good("POST", `${JOBS}/e2e:run`);
  });

  test("its policy and its executions go with it", async () => {
    await createJob();
    const policy = { bindings: [{ role: "roles/run.invoker", members: ["allUsers"] }] };
    await good("POST", `${JOBS}/e2e:setIamPolicy`, { policy });
    expect((await good("GET", `${JOBS}/e2e:getIamPolicy`)).bindings).toEqual(policy.bindings);
    await good("POST", `${JOBS}/e2e:run`);
    await good("DELETE", `${JOBS}/e2e`);
    expect(sandbox().store.below(`run/${PATH}`)).toEqual([]);
    expect(sandbox().store.below("iam-policies/")).toEqual([]);
  });
});

describe("executions", () => {
  const orderOutcome = (outcome: string, reads?: number): Promise<unknown> =>
    admin("POST", "job-runs", { job: PATH, outcome, ...(reads !== undefined && { reads }) });
  const runJob = (body: object = {}): Promise<Body> => good("POST", `${JOBS}/e2e:run`, body);
  const executionName = (operation: Body): string => operation.metadata.name as string;
  const readExecution = (name: string): Promise<Body> => good("GET", `/run/v2/${name}`);
  const completedCondition = ({ conditions }: Body): Body =>
    (conditions as { type: string }[]).find(({ type }) => type === "Completed");

  test("one succeeds at once where nothing else was ordered", async () => {
    await createJob(jobBody({}, { taskCount: 2 }));
    const operation = await runJob();
    const name = executionName(operation);
    expect(name).toMatch(/^projects\/demo-project\/locations\/europe-west1\/jobs\/e2e\/executions\/e2e-\w{5}$/);
    const execution = await readExecution(name);
    expect(operation).toEqual({
      name: expect.stringMatching(`^projects/${PROJECT}/locations/${REGION}/operations/`) as string,
      metadata: { "@type": "type.googleapis.com/google.cloud.run.v2.Execution", ...execution },
      done: true,
      response: { "@type": "type.googleapis.com/google.cloud.run.v2.Execution", ...execution },
    });
    const holds = { state: "CONDITION_SUCCEEDED", lastTransitionTime: any };
    expect(execution).toEqual({
      name,
      uid: any,
      generation: "1",
      observedGeneration: "1",
      job: PATH,
      createTime: any,
      startTime: any,
      updateTime: any,
      completionTime: any,
      launchStage: "GA",
      taskCount: 2,
      parallelism: 2,
      template: expect.objectContaining({ maxRetries: 3 }) as object,
      reconciling: false,
      succeededCount: 2,
      conditions: ["Completed", "ResourcesAvailable", "Started", "ContainerReady"].map((type) => ({ type, ...holds })),
      logUri: any,
      etag: any,
    });
    expect(await readJob()).toMatchObject({
      executionCount: 1,
      latestCreatedExecution: {
        name: name.split("/").at(-1),
        createTime: execution.createTime,
        completionTime: execution.completionTime,
        completionStatus: "EXECUTION_SUCCEEDED",
      },
    });
  });

  test("a failed one says why, and its tasks have an exit code", async () => {
    await createJob();
    await orderOutcome("fail");
    const name = executionName(await runJob());
    const execution = await readExecution(name);
    expect(execution).toMatchObject({ failedCount: 1, reconciling: false });
    expect(execution).not.toHaveProperty("succeededCount");
    expect(completedCondition(execution)).toMatchObject({
      state: "CONDITION_FAILED",
      executionReason: "NON_ZERO_EXIT_CODE",
      message: "The container exited with an error.",
    });
    const { tasks } = await good("GET", `/run/v2/${name}/tasks`);
    expect(tasks).toMatchObject([
      {
        name: `${name}/tasks/${name.split("/").at(-1)}-task0`,
        job: PATH,
        execution: name,
        lastAttemptResult: { exitCode: 1 },
      },
    ]);
    expect((await readJob()).latestCreatedExecution.completionStatus).toBe("EXECUTION_FAILED");
  });

  test("one runs until somebody ends it", async () => {
    await createJob();
    await orderOutcome("run");
    const operation = await runJob();
    const name = executionName(operation);
    expect([operation.done, "response" in operation]).toEqual([false, false]);
    for (let round = 0; round < 3; round++) {
      expect(await readExecution(name)).toMatchObject({ runningCount: 1, reconciling: true });
    }
    expect(completedCondition(await readExecution(name)).state).toBe("CONDITION_RECONCILING");
    expect((await readJob()).latestCreatedExecution).toEqual({
      name: name.split("/").at(-1),
      createTime: any,
      completionStatus: "EXECUTION_RUNNING",
    });
    expect((await admin("POST", "job-runs/end", { execution: name, outcome: "succeed" })).status).toBe(200);
    const over = await readExecution(name);
    expect(over).toMatchObject({ succeededCount: 1, completionTime: any });
    expect(over).not.toHaveProperty("runningCount");
    const again = await admin("POST", "job-runs/end", { execution: name, outcome: "fail" });
    expect([again.status, again.body.error.message]).toEqual([400, `${name}: over already`]);
  });

  test("one is still running the first times it is asked for, and the list does not count", async () => {
    await createJob();
    await orderOutcome("fail", 2);
    const name = executionName(await runJob());
    await good("GET", `${JOBS}/e2e/executions`);
    const seen: unknown[] = [];
    for (let round = 0; round < 4; round++) seen.push(completedCondition(await readExecution(name)).state);
    expect(seen).toEqual(["CONDITION_RECONCILING", "CONDITION_RECONCILING", "CONDITION_FAILED", "CONDITION_FAILED"]);
    expect((await readJob()).latestCreatedExecution.completionStatus).toBe("EXECUTION_FAILED");
  });

  test("one that is running is cancelled, once", async () => {
    await createJob();
    await orderOutcome("run");
    const name = executionName(await runJob());
    const answer = await good("POST", `/run/v2/${name}:cancel`);
    expect(answer).toMatchObject({ done: true, response: { name, cancelledCount: 1 } });
    expect(completedCondition(await readExecution(name))).toMatchObject({
      state: "CONDITION_FAILED",
      executionReason: "CANCELLED",
    });
    expect(await bad("POST", `/run/v2/${name}:cancel`)).toBe(
      `400 failedPrecondition: Execution '${name.split("/").at(-1)}' is already completed.`,
    );
    expect((await readJob()).latestCreatedExecution.completionStatus).toBe("EXECUTION_CANCELLED");
  });

  test("several are listed newest first, and the job tells the newest one, whichever ends last", async () => {
    await createJob();
    expect(await good("GET", `${JOBS}/e2e/executions`)).toEqual({});
    await orderOutcome("run");
    const [first, second] = [executionName(await runJob()), executionName(await runJob())];
    const { executions } = await good("GET", `${JOBS}/e2e/executions`);
    expect((executions as { name: string }[]).map(({ name }) => name)).toEqual([second, first]);
    await admin("POST", "job-runs/end", { execution: second, outcome: "succeed" });
    await admin("POST", "job-runs/end", { execution: first, outcome: "fail" });
    const { executionCount, latestCreatedExecution } = await readJob();
    expect([executionCount, latestCreatedExecution.completionStatus]).toEqual([2, "EXECUTION_SUCCEEDED"]);
    expect(second).toContain(latestCreatedExecution.name);
  });

  test("what a run says of containers, tasks and time is for it alone", async () => {
    await createJob(
      jobBody(
        container({
          args: ["all"],
          env: [
            { name: "A", value: "1" },
            { name: "B", value: "1" },
          ],
        }),
      ),
    );
    const overrides = {
      taskCount: 3,
      timeout: "60s",
      containerOverrides: [{ args: ["smoke"], env: [{ name: "B", value: "2" }] }],
    };
    const execution = await readExecution(executionName(await runJob({ overrides })));
    expect(execution).toMatchObject({ taskCount: 3, succeededCount: 3, template: { timeout: "60s" } });
    expect(execution.template.containers[0]).toMatchObject({
      args: ["smoke"],
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    });
    expect((await readJob()).template).toMatchObject({ taskCount: 1, template: { containers: [{ args: ["all"] }] } });
    const cleared = await runJob({ overrides: { containerOverrides: [{ clearArgs: true }] } });
    expect(cleared.response.template.containers[0].args).toEqual([]);
    const reserved = { containerOverrides: [{ env: [{ name: "PORT" }] }] };
    expect(await bad("POST", `${JOBS}/e2e:run`, { overrides: reserved })).toMatch(
      /reserved env names were provided: PORT/,
    );
  });

  test.each([
    ["POST", `${JOBS}/e2e:run`],
    ["GET", `${JOBS}/e2e/executions/x`],
    ["POST", `${JOBS}/e2e/executions/x:cancel`],
    ["GET", `${JOBS}/e2e/executions/x/tasks`],
  ])("%s %s of what is not there is refused", async (method, path) => {
    expect(await bad(method, path)).toMatch(/^404 notFound: Resource '.*' was not found$/);
  });

  test.each([
    ["job-runs", { job: PATH, outcome: "explode" }, "outcome: Invalid option"],
    ["job-runs", { job: PATH, outcome: "fail", reads: -1 }, "reads: Too small"],
    ["job-runs/end", { execution: PATH, outcome: "run" }, "outcome: Invalid option"],
    ["job-runs/end", { execution: `${PATH}/executions/x`, outcome: "fail" }, `${PATH}/executions/x: no such execution`],
  ])("%s %j is refused", async (route, body, message) => {
    expect((await admin("POST", route, body)).body.error.message).toContain(message);
  });
});

describe("revisions of a service", () => {
  const SERVICES = `/run/v2/projects/${PROJECT}/locations/${REGION}/services`;
  const serviceBody = (timeout: string, more: object = {}): Body => ({
    template: { timeout, containers: [{ image: "web" }] },
    ...more,
  });

  test("each template leaves one, with what it was written with", async () => {
    await good("POST", `${SERVICES}?serviceId=web`, serviceBody("10s"));
    await good("PATCH", `${SERVICES}/web`, serviceBody("20s"));
    await good("PATCH", `${SERVICES}/web`, serviceBody("20s", { labels: { a: "b" } }));
    const { revisions } = await good("GET", `${SERVICES}/web/revisions`);
    expect((revisions as { timeout: string }[]).map(({ timeout }) => timeout)).toEqual(["10s", "20s"]);
    const one = await good("GET", `${SERVICES}/web/revisions/web-00002-sbx`);
    expect(one).toMatchObject({
      service: `projects/${PROJECT}/locations/${REGION}/services/web`,
      timeout: "20s",
      maxInstanceRequestConcurrency: 80,
      containers: [{ image: "web", ports: [{ name: "http1", containerPort: 8080 }] }],
      conditions: expect.arrayContaining([
        { type: "Ready", state: "CONDITION_SUCCEEDED", lastTransitionTime: any },
      ]) as object,
    });
    await good("DELETE", `${SERVICES}/web`);
    expect(await bad("GET", `${SERVICES}/web/revisions/web-00002-sbx`)).toMatch(/^404 /);
  });

  test("traffic goes to one that is there, under a name of its own where it has a tag", async () => {
    await good("POST", `${SERVICES}?serviceId=web`, serviceBody("10s"));
    const to = (revision: string): Body =>
      serviceBody("20s", {
        traffic: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision, percent: 100, tag: "old" }],
      });
    expect(await bad("PATCH", `${SERVICES}/web`, to("web-00009-sbx"))).toBe(
      "400 invalid: traffic: Revision 'web-00009-sbx' was not found.",
    );
    await good("PATCH", `${SERVICES}/web`, to("web-00001-sbx"));
    const { trafficStatuses, uri } = await good("GET", `${SERVICES}/web`);
    expect(trafficStatuses).toEqual([
      {
        type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
        revision: "web-00001-sbx",
        percent: 100,
        tag: "old",
        uri: (uri as string).replace("https://", "https://old---"),
      },
    ]);
  });
});
