import { createHash } from "node:crypto";
import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments/environment";
import { firstImages, secretId, stateBucketName } from "../../environments/names";
import { packagePath, readImage } from "../../google/images";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { isChange } from "./apply-progress";
import { CouldNotTell } from "./command";
import { allStacks, bootstrapStack, stacksInOrder } from "../../environments/stack-names";
import { readStackPlan } from "./plans";
import { sandboxProjects, sandboxedEnvironment } from "./sandbox-variables";
import { Terraform } from "./terraform";

/** A sandbox as Terraform needs it: a folder of synthesized stacks, and variables that lead to the sandbox. */
export interface Site {
  /** Folder with one folder a stack. */
  readonly stacks: string;
  readonly variables: NodeJS.ProcessEnv;
  /** http://127.0.0.1:PORT */
  readonly url: string;
}

/** The result of applying a stack. */
export interface AppliedStack {
  readonly stack: string;
  /** Number of changes in the plan. */
  readonly changes: number;
  readonly seconds: number;
}

/**
 * Opens a fresh sandbox for an environment, with a copy of its synthesized stacks to deploy from; whoever opens it
 * closes the sandbox.
 *
 * @param synthesized - folder with one folder a stack
 * @param copy - folder for the copy, which need not exist
 * @param providers - folder with installed providers
 */
export async function openSite(
  environment: Environment,
  synthesized: string,
  copy: string,
  providers: string,
): Promise<{ readonly sandbox: Sandbox; readonly site: Site }> {
  for (const stack of allStacks(environment)) cpSync(join(synthesized, stack), join(copy, stack), { recursive: true });
  const sandbox = await startSandbox({ port: 0, projects: sandboxProjects([environment]) });
  const { url } = sandbox;
  return { sandbox, site: { stacks: copy, url, variables: sandboxedEnvironment(url, providers) } };
}

/** Terraform in a stack's folder, against the sandbox. */
export const terraformIn = ({ stacks, variables }: Site, stack: string): Terraform =>
  new Terraform(stack, join(stacks, stack), { variables, atInterruption: "kill" });

/** Plans a stack under its lock and applies that plan. */
export async function applyStack(site: Site, stack: string): Promise<AppliedStack> {
  const started = process.hrtime.bigint();
  const terraform = terraformIn(site, stack);
  try {
    await terraform.init();
    const { json, isEmpty } = await terraform.plan("deploy");
    const { resource_changes: changes } = readStackPlan(stack, json);
    if (!isEmpty) await terraform.apply(changes);
    return {
      stack,
      changes: changes.filter(isChange).length,
      seconds: Number(process.hrtime.bigint() - started) / 1e9,
    };
  } finally {
    terraform.removePlan();
  }
}

/** Applies the bootstrap stack, after adopting the bucket that an operator has made for its own state. */
export async function applyBootstrap(site: Site, environment: Environment): Promise<AppliedStack> {
  const stack = bootstrapStack(environment);
  const terraform = terraformIn(site, stack);
  await terraform.init();
  await terraform.import("google_storage_bucket.state-bucket", stateBucketName(environment));
  return applyStack(site, stack);
}

/**
 * Sends the sandbox what reaches Google by other ways than Terraform.
 *
 * @param subject - what it is about, and as what it is sent, for the message
 * @throws CouldNotTell where the sandbox refuses it
 */
export async function sendToSandbox(
  method: "POST" | "PATCH",
  url: string,
  body: object,
  { name, what }: { readonly name: string; readonly what: string },
): Promise<void> {
  const answer = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new CouldNotTell(`${name}: the sandbox answered ${answer.status} to ${what}`);
}

/**
 * Gives the secrets that operators provide their first version, as people do between foundation and services. The value
 * is a fixed text, because nothing reads it.
 */
export async function provideSecrets({ url }: Site, environment: Environment): Promise<void> {
  for (const role of Object.keys(environment.secrets.operatorProvided)) {
    const secret = `projects/${environment.project}/secrets/${secretId(environment, role)}`;
    const data = Buffer.from("provided by an operator").toString("base64");
    const subject = { name: secret, what: "a first version" };
    await sendToSandbox("POST", `${url}/secretmanager/v1/${secret}:addVersion`, { payload: { data } }, subject);
  }
}

/**
 * Puts images of the code's first tags where pipelines push them, as people do before services. No image is needed to run
 * anything here, and every one has the digest of nothing.
 */
export async function provideImages({ url }: Site, environment: Environment): Promise<void> {
  const digest = `sha256:${createHash("sha256").digest("hex")}`;
  for (const reference of firstImages(environment)) {
    const image = readImage(reference);
    // One that is named by its digest was pushed under some tag too.
    const tag = image !== undefined && "tag" in image.version ? image.version.tag : "first";
    const version = image !== undefined && "digest" in image.version ? image.version.digest : digest;
    const path = image === undefined ? "" : packagePath(image);
    const body = { version: `${path}/versions/${version}` };
    const subject = { name: reference, what: "an image" };
    await sendToSandbox("POST", `${url}/artifactregistry/v1/${path}/tags?tagId=${tag}`, body, subject);
  }
}

/**
 * Deploys an environment for the first time, in the order of docs/first-deploy.md. Bootstrap runs beside foundation, which does not
 * need it.
 *
 * @param done - called after each stack
 */
export async function deployEnvironment(
  site: Site,
  environment: Environment,
  done: (applied: AppliedStack) => void,
): Promise<void> {
  const [foundation = "", ...above] = stacksInOrder(environment);
  await Promise.all([
    applyBootstrap(site, environment).then(done),
    applyStack(site, foundation).then(async (applied) => {
      done(applied);
      await provideSecrets(site, environment);
      await provideImages(site, environment);
    }),
  ]);
  for (const stack of above) done(await applyStack(site, stack));
}
