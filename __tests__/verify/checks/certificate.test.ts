import { httpsProxyName } from "../../../environments/names";
import { trial } from "../../fixture/trial";
import type { Json } from "../../../verify/google-answers";
import { certificateName, computeName } from "./healthy";
import { useLive } from "./live-environment";

const HOST = "app.trial.chat.example";
const HTTPS_PROXY = computeName(trial, "targetHttpsProxies", httpsProxyName(trial));

const failed = (symptom: string, found: string, expected: string): object => ({
  verdict: "failed",
  symptom,
  found,
  expected,
});

const live = useLive(trial);

const CHECK = `load-balancer/${HOST}/certificate`;
const CERTIFICATE = certificateName(trial, "app");
const certificates = (...keys: readonly string[]): Json => keys.map((key) => certificateName(trial, key));

test("a certificate that is not active says what keeps Google from it", async () => {
  live.set(CERTIFICATE, "managed.status", "PROVISIONING");
  live.set(CERTIFICATE, "managed.domainStatus", { [HOST]: "FAILED_NOT_VISIBLE" });
  expect(await live.attempt(CHECK)).toEqual(failed("tls-host", `PROVISIONING, ${HOST}: FAILED_NOT_VISIBLE`, "ACTIVE"));
  live.set(CERTIFICATE, "managed.domainStatus", undefined);
  expect(await live.attempt(CHECK)).toHaveProperty("found", `PROVISIONING, ${HOST}: no status`);
});

test.each<readonly [name: string, prepare: () => void, found: string]>([
  ["none on the proxy", () => live.set(HTTPS_PROXY, "sslCertificates", certificates("apex")), "none"],
  ["one that was uploaded", () => live.set(CERTIFICATE, "managed", undefined), "none"],
  [
    "one that another host shares",
    () => live.set(CERTIFICATE, "managed.domains", [HOST, "trial.chat.example"]),
    `one for ${HOST} and trial.chat.example`,
  ],
  [
    "two",
    () => live.set(HTTPS_PROXY, "sslCertificates", certificates("app", "app")),
    `one for ${HOST}, one for ${HOST}`,
  ],
])("certificates of a host: %s", async (_name, prepare, found) => {
  prepare();
  expect(await live.attempt(CHECK)).toEqual(
    failed("not-as-declared", found, `one managed certificate for ${HOST} alone`),
  );
});
