import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { trial } from "../../fixture/trial";
import { readResult } from "../../../verify/e2e/judge";
import type { GoogleFiles } from "../../../verify/google-api";

/** What is kept of the tests' own report: all that they said, and no credential, however XML writes it. */

const google = (xml: string): GoogleFiles => {
  const none = (): Promise<never> => Promise.reject(new Error("only the report is read"));
  return { get: none, post: none, remove: none, text: () => Promise.resolve(xml) };
};

const EXECUTION = {
  name: "projects/p/locations/l/jobs/e2e-runner/executions/e2e-runner-abcde",
  created: undefined,
  started: undefined,
  ended: new Date(),
  isSuccess: false,
  said: "",
};

async function kept(xml: string): Promise<string> {
  const verdict = await readResult(trial, google(xml), EXECUTION);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.junit;
}

const report = (message: string, output: string, more = ""): string =>
  `<testsuites><testsuite name="pytest"><testcase classname="t" name="chats"><failure message="${message}"/><system-out>${output}</system-out>${more}</testcase></testsuite></testsuites>`;

test("what holds no credential is kept byte for byte", async () => {
  const xml = report("assert &#x27;a&#x27; == &quot;b&quot;&#10; + 1", "said <![CDATA[<a & b>]]> &amp; more");
  expect(await kept(xml)).toBe(xml);
});

test("attributes, output, CDATA, comments and properties hold none", async () => {
  const xml = report(
    "{&quot;password&quot;: &quot;one&amp;uno&quot;}&#10;status 503",
    "headers: {'X-E2E-Bypass-Key': 'two'} <![CDATA[token='three]]><!-- token=\"four -->",
    '<properties><property name="api_key" value="five"/><property name="retries" value="1"/></properties>',
  );
  expect(await kept(xml)).toBe(
    report(
      "{&#34;password&#34;: &#34;[masked]&#34;}&#10;status 503",
      "headers: {&#39;X-E2E-Bypass-Key&#39;: &#39;[masked]&#39;} <![CDATA[token='[masked]]]><!-- token=\"[masked]-->",
      '<properties><property name="api_key" value="[masked]"/><property name="retries" value="1"/></properties>',
    ),
  );
});

type Write = (text: string) => string;

/** How a test may print a credential: each takes the canary and says a line that holds it. */
const PRINTED: Readonly<Record<string, Write>> = {
  json: (canary) => JSON.stringify({ headers: { "X-E2E-Bypass-Key": canary } }),
  "json in json": (canary) => JSON.stringify({ body: JSON.stringify({ access_token: canary }) }),
  "python's dictionary": (canary) => `{'x-e2e-bypass-key': '${canary}', 'a': 1}`,
  "python's pairs": (canary) => `[(b'X-E2E-Bypass-Key', b'${canary}')]`,
  header: (canary) => `X-E2E-Bypass-Key: ${canary}`,
  assignment: (canary) => `E2E_BYPASS_KEY=${canary}`,
  bearer: (canary) => `Authorization: Bearer ${canary}`,
  query: (canary) => `wss://app.trial.chat.example/ws?token=${canary}&x=1`,
  user: (canary) => `redis://default:${canary}@10.0.0.3:6379/0`,
  cookie: (canary) => `Cookie: a=b; session=${canary}`,
  "set-cookie": (canary) => `Set-Cookie: session=${canary}; Path=/; Secure`,
  subprotocol: (canary) => `subprotocols=['jwt.${Buffer.from(canary).toString("base64url")}']`,
  "quoted as HTML": (canary) => `&quot;password&quot;: &quot;${canary}&quot;`,
};

const named: Write = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("'", "&apos;");
const decimal: Write = (text) => text.replace(/[&<"']/g, (character) => `&#${character.charCodeAt(0)};`);
const hex: Write = (text) => text.replace(/[&<"']/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);

/** Where it may stand, and how XML writes it there. */
const PLACES: Readonly<Record<string, Write>> = {
  "attribute, named": (text) => report(named(text), ""),
  "attribute, decimal": (text) => report(decimal(text), ""),
  "attribute, hexadecimal": (text) => report(hex(text), ""),
  "output, named": (text) => report("no", named(text)),
  "output, as few as XML needs": (text) => report("no", text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")),
  CDATA: (text) => report("no", `<![CDATA[${text}]]>`),
};

test.each(Object.entries(PRINTED))("no canary that is printed as %s stands in what is kept", async (_, print) => {
  const canary = fc
    .array(fc.constantFrom(..."abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.~+".split("")), {
      minLength: 16,
      maxLength: 64,
    })
    .map((characters) => `Z${characters.join("")}Z`);
  const place = fc.constantFrom(...Object.values(PLACES));
  await fc.assert(
    fc.asyncProperty(canary, place, async (secret, write) => {
      const xml = write(print(secret));
      const junit = await kept(xml);
      const said = JSON.stringify(new XMLParser({ ignoreAttributes: false, htmlEntities: true }).parse(junit));
      for (const form of [secret, Buffer.from(secret).toString("base64url")]) {
        expect(junit).not.toContain(form);
        expect(said).not.toContain(form);
      }
      expect(junit).toContain("[masked]");
      expect(XMLValidator.validate(junit)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("a report of the greatest length is masked in no time", async () => {
  const xml = report(
    "token ".repeat(100_000),
    `${"token=".repeat(100_000)}${"Aa1".repeat(100_000)}${"://".repeat(100_000)}`,
  );
  // Whatever grew with the square of the length would take hours.
  const started = performance.now();
  expect(await kept(xml)).toContain("[masked]");
  expect(performance.now() - started).toBeLessThan(20_000);
});
