import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { trial } from "../../fixture/trial";
import { readResult } from "../../../verify/e2e/judge";
import type { GoogleFiles } from "../../../verify/google-api";
import { checkedGoogle } from "../../support/checked-google";

/** Credentials that the tests' own report may hold, and what is kept of it. */

const google = (xml: string): GoogleFiles => {
  const none = (): Promise<never> => Promise.reject(new Error("only the report is read"));
  return checkedGoogle({ get: none, post: none, remove: none, text: () => Promise.resolve(xml) });
};

const EXECUTION = {
  name: "projects/p/locations/l/jobs/e2e-runner/executions/e2e-runner-abcde",
  created: undefined,
  started: undefined,
  ended: new Date(),
  isSuccess: false,
  said: "",
};

/** What is kept of a report. */
export async function kept(xml: string): Promise<string> {
  const verdict = await readResult(trial, google(xml), EXECUTION);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.junit;
}

/** A report of one failed test. */
export const report = (message: string, output: string, more = ""): string =>
  `<testsuites><testsuite name="pytest"><testcase classname="t" name="chats"><failure message="${message}"/><system-out>${output}</system-out>${more}</testcase></testsuite></testsuites>`;

type Write = (text: string) => string;

/** How a test may print a credential: each takes the canary and says a line that holds it. */
export const PRINTED: Readonly<Record<string, Write>> = {
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

const CHARACTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.~+".split("");
const canary = fc
  .array(fc.constantFrom(...CHARACTERS), { minLength: 16, maxLength: 64 })
  .map((characters) => `Z${characters.join("")}Z`);

/** Holds where no canary that is printed in a way stands in what is kept, wherever in the report it was. */
export const keepsNoCanary = (print: Write): fc.IAsyncProperty<[string]> =>
  fc.asyncProperty(canary, async (secret) => {
    for (const write of Object.values(PLACES)) {
      const junit = await kept(write(print(secret)));
      const said = JSON.stringify(new XMLParser({ ignoreAttributes: false, htmlEntities: true }).parse(junit));
      for (const form of [secret, Buffer.from(secret).toString("base64url")]) {
        expect(junit + said).not.toContain(form);
      }
      expect(junit).toContain("[masked]");
      expect(XMLValidator.validate(junit)).toBe(true);
    }
  });

/** A report that is long wherever masking looks for something. @param length - of each part, in repetitions */
export const longReport = (length: number): string =>
  report("token ".repeat(length), `${"token=".repeat(length)}${"Aa1".repeat(length)}${"://".repeat(length)}`);
