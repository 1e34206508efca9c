import { maskError } from "../../cli/shared/error-mask";
import { declaredNames, harmlessWords } from "../../cli/shared/harmless-words";

/** Values in every place where Terraform, the provider or Google's APIs may quote one: none comes out. */

const STACK = {
  provider: { google: [{ project: "trial-project", region: "us-central1" }] },
  resource: {
    google_cloud_run_v2_service: {
      "auth-service": {
        name: "auth-service",
        template: { containers: [{ image: "us-central1-docker.pkg.dev/trial-project/netra/auth-service:1" }] },
      },
    },
    google_secret_manager_secret: { key: { secret_id: "trial-llm-api-key" } },
  },
};
const isHarmless = harmlessWords(declaredNames(STACK));
const mask = (text: string, ...secrets: string[]): string => maskError(text, { secrets, isHarmless });

/** A value of which nothing is known beforehand. */
const UNKNOWN: readonly (readonly [place: string, text: string])[] = [
  ["double quotes", 'invalid password "CANARY" given'],
  ["single quotes", "invalid password 'CANARY' given"],
  ["backquotes", "invalid password `CANARY` given"],
  ["typeset quotes", "invalid value \u201cCANARY\u201d and \u2018CANARY\u2019"],
  ["quotes in quotes", `body "{\\"password\\":\\"CANARY\\"}" sent`],
  ["quotes of the other sort in quotes", `got "it's CANARY" here`],
  ["quotes that do not end", 'got "CANARY and more'],
  ["quotes in the middle of a word", 'size 5" and "CANARY" and 6"'],
  ["quotes without space", '"a"CANARY"b"'],
  ["quotes over lines", 'got "first\nCANARY\nlast" there'],
  ["an apostrophe before", "the service's value 'CANARY' and others' value"],
  ["JSON", '{\n  "value": "CANARY",\n  "reason": "SERVICE_DISABLED"\n}'],
  ["a key of JSON that is no name", '{"CANARY is here": 1}'],
  ["a query", "Get https://example.com/path?token=CANARY&x=1 failed"],
  ["a fragment", "see https://example.com/path#CANARY"],
  ["a user's password", "proxyconnect https://user:CANARY@proxy.internal:3128/ refused"],
  ["a user's password with a slash and an @", "postgres://app:CA/CANARY@x@10.0.0.3/netra"],
  ["a connection without scheme", "cannot dial app:CANARY@10.0.0.3"],
  ["a bearer", "Authorization: Bearer CANARY"],
  ["a bearer alone", "sent Bearer CANARY to it"],
  ["a header dump", "map[Content-Type:[text/plain] Cookie:[CANARY]]"],
  ["a struct dump", "&{Name:x Password:CANARY Host:%}"],
  ["an assignment", "DATABASE_PASSWORD=CANARY is refused"],
  ["an assignment of several words", "password: correct CANARY battery"],
  ["what a command printed", "Error running command 'x': exit status 1. Output: first\nCANARY\n"],
  ["a key", "-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----"],
  ["a key that does not end", "-----BEGIN RSA PRIVATE KEY-----\nCANARY"],
];

test.each(UNKNOWN)("unknown, in %s", (_place, text) => expect(mask(text)).not.toContain("CANARY"));

test.each([
  ["hexadecimal", "0123456789abcdef0123456789abcdef"],
  ["base64", "c2VjcmV0IHZhbHVlIGluIGJhc2U2NA=="],
  ["a JSON web token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV"],
  ["a token of Google's", "ya29.a0AfH6SMBxk3Jd8f2kLmQ9"],
  ["a UUID", "9b2d5ad4-3c1e-4b7f-a1d2-8f0e6c5b4a39"],
  ["mixed letters", "QwErTyUiOpAsDfGhJkLz"],
  ["blocks", "ab12-cd34-ef56-gh78"],
])("a token of no known value: %s", (_form, token) => {
  expect(mask(`rejected ${token} as it is`)).toMatch(/^rejected .*\[masked\].* as it is$/);
  for (const part of token.split(".").filter(({ length }) => length >= 16)) expect(mask(token)).not.toContain(part);
});

const SECRET = "correct horse\nbattery/staple?";

test.each<[form: string, text: string]>([
  ["as it is", `got ${SECRET}.`],
  ["broken at its spaces", "got correct\nhorse battery/staple? here"],
  ["with the frame of a terminal", "got correct\n│ horse battery/staple? here"],
  ["encoded for a URL", `got ${encodeURIComponent(SECRET)}`],
  ["as JSON writes it", `got ${JSON.stringify(SECRET).slice(1, -1)}`],
  ["in base64", `got ${Buffer.from(SECRET).toString("base64")}`],
  ["inside a longer text in base64", Buffer.from(`xy${SECRET}z`).toString("base64")],
  ["one line of it", "got battery/staple? alone"],
])("a known value: %s", (_form, text) => {
  const masked = mask(text, SECRET);
  expect(masked).toContain("[masked]");
  expect(masked).not.toMatch(/horse|staple|Y29ycmVjdCBob3JzZ|aG9yc2/);
});

test("a short known value is masked as a word and not inside others", () => {
  expect(mask("pin 4711 of room 47112 is wrong", "4711")).toBe("pin [masked] of room 47112 is wrong");
  expect(mask("it is on, 1 of 1", "1", "on")).toBe("it is on, 1 of 1");
});

test("a known value that is a name is masked too", () => {
  expect(mask("Resource 'auth-service' already exists", "auth-service")).toBe("Resource '[masked]' already exists");
});

/** What people need of an error stays. */
test.each([
  "Error creating Service: googleapi: Error 409: Resource 'auth-service' already exists.",
  "Error 403: Permission 'iam.serviceaccounts.actAs' denied on service account auth-service@trial-project.iam.gserviceaccount.com",
  "Required 'compute.networks.create' permission for 'projects/trial-project/global/networks/auth-service', forbidden",
  "Permission denied on secret: projects/trial-project/secrets/trial-llm-api-key/versions/1 for Revision service account",
  "Image 'us-central1-docker.pkg.dev/trial-project/netra/auth-service:1' not found.",
  "the revision auth-service-00001-6hx is not ready",
  '"reason": "SERVICE_DISABLED", "service": "run.googleapis.com", "@type": "type.googleapis.com/google.rpc.ErrorInfo"',
  "Invalid value for field 'resource.backends[0].group'",
  "automaticIamGrantsForDefaultServiceAccounts and db-custom-16-61440 in us-central1, operation at 2026-11-29",
  "got sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef of it",
  "Error updating Secret: googleapi: Error 403: no",
  "google_secret_manager_secret.key: it doesn't exist, and users' grants can't be read",
  "see https://cloud.google.com/run/docs/troubleshooting for more",
])("stays: %s", (text) => expect(mask(text)).toBe(text));

test("a quoted path stays only where all of it is known", () => {
  expect(mask("'projects/trial-project/secrets/CANARY'")).toBe("'[masked]'");
  expect(mask("'projects/CANARY/secrets/trial-llm-api-key'")).toBe("'[masked]'");
});

test("no text takes long, whatever it is", () => {
  for (const part of ["a'", '"\\', "x:y@", "password=", "https://a@", "-----BEGIN A-----", "aB1-", "(a?"]) {
    const started = process.hrtime.bigint();
    mask(part.repeat(20_000), "some secret value of a test");
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(5);
  }
});
