import { answerNeed } from "../../cli/shared/need-answers";
import type { Need } from "../../cli/shared/needs";
import { readImage } from "../../google/images";
import { googleApi } from "../../verify/google-api";
import { sandboxVariables } from "../../sandbox/variables";
import { PROJECT, REGION, useSandbox } from "../support/sandbox";
import { testClock } from "../support/test-clock";

const { sandbox, good, admin } = useSandbox("secretmanager", "artifactregistry", "iam");

const ask = (need: Need) => answerNeed(googleApi(sandboxVariables(sandbox().url), testClock()), need);

const SECRET: Need = { kind: "secret version", project: PROJECT, secret: "key", version: "1" };
const REFERENCE = `${REGION}-docker.pkg.dev/${PROJECT}/images/frontend`;
const image = (version: string): Need => ({
  kind: "image",
  reference: `${REFERENCE}${version}`,
  image: readImage(`${REFERENCE}${version}`)!,
});
const EMAIL = `runner-a@${PROJECT}.iam.gserviceaccount.com`;
const ACCOUNT: Need = { kind: "account", email: EMAIL };
const api = (service: string): Need => ({ kind: "api", project: PROJECT, service });
const MET = { verdict: "met" };

test("a version of a secret: none, enabled, disabled", async () => {
  expect(await ask(SECRET)).toEqual({ verdict: "missing", found: "does not exist" });
  await good("POST", `/secretmanager/v1/projects/${PROJECT}/secrets?secretId=key`, { replication: { automatic: {} } });
  const path = `/secretmanager/v1/projects/${PROJECT}/secrets/key`;
  await good("POST", `${path}:addVersion`, { payload: { data: "aGVsbG8=" } });
  expect(await ask(SECRET)).toEqual(MET);
  await good("POST", `${path}/versions/1:disable`, {});
  expect(await ask(SECRET)).toEqual({ verdict: "missing", found: "is disabled" });
});

test("an image, by its tag and by its digest", async () => {
  const digest = `sha256:${"0a".repeat(32)}`;
  const repositories = `/artifactregistry/v1/projects/${PROJECT}/locations/${REGION}/repositories`;
  for (const version of [":1.0", `@${digest}`]) expect(await ask(image(version))).toMatchObject({ verdict: "missing" });
  await good("POST", `${repositories}?repository_id=images`, { format: "DOCKER" });
  await good("POST", `${repositories}/images/packages/frontend/tags?tagId=1.0`, { version: `x/versions/${digest}` });
  for (const version of [":1.0", `@${digest}`]) expect(await ask(image(version))).toEqual(MET);
  await good("DELETE", `${repositories}/images`);
  for (const version of [":1.0", `@${digest}`]) expect(await ask(image(version))).toMatchObject({ verdict: "missing" });
});

test("an account: whether something may be started as it", async () => {
  expect(await ask(ACCOUNT)).toMatchObject({ verdict: "missing" });
  await good("POST", `/iam/v1/projects/${PROJECT}/serviceAccounts`, { accountId: "runner-a" });
  expect(await ask(ACCOUNT)).toEqual(MET);
});

test("an API, and one whose own API is off", async () => {
  expect(await ask(api("iam.googleapis.com"))).toEqual(MET);
  expect(await ask(api("run.googleapis.com"))).toEqual({ verdict: "missing", found: "is not enabled" });
  await good("POST", `/serviceusage/v1/projects/${PROJECT}/services/secretmanager.googleapis.com:disable`, {});
  expect(await ask(SECRET)).toEqual({ verdict: "missing", found: "cannot be there: the API is not enabled" });
});

test.each([403, 500])("where Google answers %p nobody can tell", async (status) => {
  await admin("POST", "faults", { path: "/secrets/key", times: 9, harm: { kind: "status", status } });
  expect(await ask(SECRET)).toMatchObject({ verdict: "unknown" });
});

test.each([
  ["us-central1-docker.pkg.dev/p/netra/frontend:1.0", { name: "frontend", version: { tag: "1.0" } }],
  ["us-docker.pkg.dev/p/netra/team/frontend", { name: "team/frontend", version: { tag: "latest" } }],
  [`us-docker.pkg.dev/p/netra/a:1@sha256:${"0".repeat(64)}`, { version: { digest: `sha256:${"0".repeat(64)}` } }],
])("%s", (reference, read) => expect(readImage(reference)).toMatchObject(read));

test.each(["gcr.io/p/a:1", "docker.io/library/a", "us-docker.pkg.dev/p/a", "${var.image}", ""])(
  "no image of ours: %s",
  (text) => expect(readImage(text)).toBeUndefined(),
);
