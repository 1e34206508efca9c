import { readFileSync } from "node:fs";
import { join } from "node:path";
import { consoleLink } from "../../environments/console-links";
import { logLink } from "../../runbook/console";
import { dependencyMapSection } from "../../runbook/dependency-map";
import { failOverSection } from "../../runbook/fail-over";
import { WORDS } from "../../runbook/glossary";
import { logCommand } from "../../runbook/logs";
import { headingAnchor } from "../../environments/runbook-links";
import { stepLines } from "../../runbook/markdown";
import { declaredFields, documentedTypes, specTypes } from "../../runbook/reasons";
import { environmentText } from "../../runbook/shared-texts";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { runbookOf } from "../support/runbook";
import { estateOf } from "../support/synthesized";
import { ROOT } from "../support/tracked-files";

describe("Markdown", () => {
  test.each([
    ["Load balancer, certificates, Cloud Armor", "load-balancer-certificates-cloud-armor"],
    ["symptom-bad-gateway", "symptom-bad-gateway"],
    ["502, 503 or 504", "502-503-or-504"],
    ["What `./netra start` says", "what-netra-start-says"],
  ])("the anchor of %j", (heading, anchor) => {
    expect(headingAnchor(heading)).toBe(anchor);
  });

  test("lines of a step stand under it, also from the tenth on", () => {
    const ten = stepLines([...Array<string>(9).fill("x"), ["first", "", "second"]]);
    expect(ten.slice(-3)).toEqual(["10. first", "", "    second"]);
  });
});

describe("links", () => {
  test("a page of the console names its project", () => {
    expect(consoleLink(trial, "monitoring/alerting")).toBe(
      "https://console.cloud.google.com/monitoring/alerting?project=example-trial",
    );
  });

  test("a question to the logs is encoded whole: nothing in it ends the link or its part", () => {
    const filter = 'a="b;c" AND (d=~"e?f" OR g!="h\'")';
    const link = logLink(trial, { id: "i", title: "t", filter, hours: 3, fields: "timestamp" });
    expect(link).toBe(
      "https://console.cloud.google.com/logs/query;query=a%3D%22b%3Bc%22%20AND%20%28d%3D~%22e%3Ff%22%20OR%20g%21%3D%22h%27%22%29" +
        ";duration=PT3H?project=example-trial",
    );
    const [, query = ""] = /;query=([^;?]*);duration/.exec(link) ?? [];
    expect(decodeURIComponent(query)).toBe(filter);
  });

  test("the same question as a command", () => {
    expect(logCommand(trial, { id: "i", title: "t", filter: "severity>=ERROR", hours: 24, fields: "timestamp" })).toBe(
      "gcloud logging read 'severity>=ERROR' --project example-trial --freshness 24h --limit 50 --format 'table(timestamp)'",
    );
  });
});

describe("reasons", () => {
  const types = documentedTypes(`
    /** A pool. */
    export interface Pool {
      readonly size: number;
      /** Seconds, see {@link Other}. */
      readonly timeout: number;
    }
    /** One of few. */
    export type Cpu = 1 | 2;
    export interface Spec {
      /** Its name,
       *  in two lines. */
      readonly name: string;
      readonly cpu: Cpu;
      readonly pool?: Pool;
      readonly variables: Readonly<Record<string, string>>;
    }`);

  test("a field has its own words, or its type's, or those of where it stands; tables are no values", () => {
    const spec = { name: "a", cpu: 2, pool: { size: 5, timeout: 30 }, variables: { X: "1" } };
    expect(declaredFields(types, "Spec", spec)).toEqual([
      { path: "name", value: "a", reason: "Its name, in two lines." },
      { path: "cpu", value: "2", reason: "One of few." },
      { path: "pool.size", value: "5", reason: "A pool." },
      { path: "pool.timeout", value: "30", reason: "Seconds, see `Other`." },
    ]);
  });

  test("what is not declared has no row", () => {
    expect(declaredFields(types, "Spec", { name: "a" }).map(({ path }) => path)).toEqual(["name"]);
  });

  test("an unknown type is an error that says where to look", () => {
    expect(() => declaredFields(types, "Nothing", {})).toThrow(
      'environments/environment.ts documents no type "Nothing"',
    );
  });

  test("every value of every service has a reason", () => {
    const rows = [trial, prd].flatMap(({ services }) =>
      Object.values(services).flatMap((spec) => declaredFields(specTypes(), "ServiceSpec", spec)),
    );
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter(({ reason }) => reason === "")).toEqual([]);
  });
});

describe("texts that environments share", () => {
  test.each([
    ["run `./netra verify`", "run `./netra verify --environment trial`"],
    ["`./netra verify --only variables`: x", "`./netra verify --environment trial --only variables`: x"],
    ["`./netra docs`", "`./netra docs`"],
    ["roll back (runbook: roll back)", "roll back ([Roll back a service](reference.md#roll-back-a-service))"],
  ])("%j", (text, here) => {
    expect(environmentText(trial, text)).toBe(here);
  });

  test("a section that nobody knows stops the generator", () => {
    expect(() => environmentText(trial, "(runbook: pray)")).toThrow('"(runbook: pray)" names no section');
  });
});

describe("the dependency map", () => {
  const lines = dependencyMapSection(trial, estateOf("trial")).lines.map((line) => line.trim());
  const names = new Map(
    lines.flatMap((line) => {
      const [, id, name] = /^(n_\w+)\[\(?"([^"<]+)/.exec(line) ?? [];
      return id === undefined || name === undefined ? [] : [[id, name] as const];
    }),
  );
  const arrows = lines.flatMap((line) => {
    const [, from, verb, to] = /^(n_\w+) -->\|"([^"]+)"\| (n_\w+)$/.exec(line) ?? [];
    return from === undefined || to === undefined
      ? []
      : [`${names.get(from) ?? from} ${verb ?? ""} ${names.get(to) ?? to}`];
  });

  test.each([
    "netra-trial-lb routes to netra-trial-websocket-service-backend",
    "netra-trial-websocket-service-backend routes to websocket-service",
    "auth-service reaches netra-trial-db",
    "websocket-service reaches netra-trial-redis",
  ])("%s", (arrow) => {
    expect(arrows).toContain(arrow);
  });

  test.each([
    "| `api.trial.chat.example` | all | websocket-service |",
    "| `app.trial.chat.example` | `/ws` | websocket-service |",
    "`websocket-service` calls auth-service over `netra-trial-lb`, by `AUTH_SERVICE_URL`.",
    "| `netra-trial-e2e-bypass-key` | websocket-service, auth-service, e2e-runner |",
  ])("%s", (text) => {
    expect(lines).toContain(text);
  });

  test("draws no box that is named nowhere, and nobody who only looks on", () => {
    expect(arrows.filter((arrow) => /\bn_/.test(arrow))).toEqual([]);
    expect(arrows.length).toBeGreaterThan(15);
    expect(arrows.filter((arrow) => / (watches|tells|lets in) /.test(arrow))).toEqual([]);
  });

  test("prd draws no test runner", () => {
    expect(dependencyMapSection(prd, estateOf("prd")).lines.join("\n")).not.toMatch(/e2e|runner|tests/);
  });
});

test("the words are in order, none is a word of the code, and each is used", () => {
  const words = WORDS.map(([word]) => word);
  expect(words).toEqual([...words].sort((a, b) => a.localeCompare(b)));
  const [, code = ""] = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8").split("\n## Words\n");
  const ofCode = [...code.matchAll(/^\| ([a-z ]+?) +\|/gm)].map(([, word = ""]) => word);
  expect(ofCode).toContain("digest");
  expect(words.filter((word) => ofCode.includes(word))).toEqual([]);
  const [text = ""] = runbookOf(trial).split("\n## Words\n");
  const isUsed = (word: string): boolean =>
    word.split(/, | \(/).some((part) => text.toLowerCase().includes(part.toLowerCase()));
  expect(words.filter((word) => !isUsed(word))).toEqual([]);
});

test("a zonal database has no standby, and the runbook does not say that it had", () => {
  expect(failOverSection(trial).lines.join("\n")).not.toContain("gcloud sql instances failover netra-trial-db");
  expect(failOverSection(prd).lines).toContain("gcloud sql instances failover netra-prd-db --project example-prd &&");
});
