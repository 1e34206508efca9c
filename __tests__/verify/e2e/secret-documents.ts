import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { redactXml } from "../../../verify/e2e/redact-xml";

/** A document as it is kept. */
export function maskedXml(xml: string): string {
  const redaction = redactXml(xml);
  if (!redaction.ok) throw new Error(redaction.problem);
  expect(XMLValidator.validate(redaction.xml)).toBe(true);
  return redaction.xml;
}

/** A document of any form whose texts and values hold the secret in one of its spellings. */
const SECRET = "Zq8hunter2Zq8hunter2";
const characters = fc.constantFrom(..."ab <>&'\"\n-]=:".split(""));
const noise = fc.array(characters, { maxLength: 8 }).map((all) => all.join(""));
const escaped = (text: string): string => text.replace(/[&<>"'\n]/g, (character) => `&#${character.charCodeAt(0)};`);
const secretText = fc
  .tuple(noise, fc.constantFrom("token=", "password: ", '"api_key": "', "Authorization: Bearer "), noise)
  .map(([before, name, after]) => `${before} ${name}${SECRET} ${after}`);
const content: fc.Arbitrary<string> = fc.letrec<{ node: string; text: string }>((tie) => ({
  text: fc.oneof(
    secretText.map(escaped),
    secretText.map((text) => `<![CDATA[${text.replaceAll("]]>", "")}]]>`),
    secretText.map((text) => `<!--${text.replace(/-/g, "")}-->`),
    noise.map(escaped),
  ),
  node: fc.oneof(
    { depthSize: "small" },
    tie("text"),
    fc
      .tuple(fc.constantFrom("a", "x:b", "c-d"), secretText, fc.array(tie("node"), { maxLength: 3 }))
      .map(([name, value, children]) => `<${name} v="${escaped(value)}">${children.join("")}</${name}>`),
  ),
})).node;

/** Holds where the secret is in nothing that is kept, and masking again changes nothing. */
export const masksEveryDocument = fc.property(fc.array(content, { maxLength: 4 }), (pieces) => {
  const masked = maskedXml(`<root>${pieces.join("")}</root>`);
  const said = JSON.stringify(new XMLParser({ ignoreAttributes: false, htmlEntities: true }).parse(masked));
  expect(masked + said).not.toContain(SECRET);
  expect(maskedXml(masked)).toBe(masked);
});
