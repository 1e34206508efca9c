import fc from "fast-check";
import { redactXml } from "../../../verify/e2e/redact-xml";
import { FEW } from "../../support/runs";
import { maskedXml, masksEveryDocument } from "./secret-documents";

const KEY = "Ab3Cd5Ef7Gh9Jk1Lm3No5Pq7Rs9Tu1Vw3Xy5Za7Bc9De1Fg3";

test.each([
  ["a text", "<a>token=hunter2x</a>", "<a>token=[masked]</a>"],
  ["CDATA", "<a><![CDATA[<b> token=hunter2x]]></a>", "<a><![CDATA[<b> token=[masked]]]></a>"],
  ["CDATA that ends within a value", "<a><![CDATA[token=hun]]>ter2x</a>", "<a><![CDATA[token=[masked]]]></a>"],
  ["CDATA that begins within a value", "<a>token=<![CDATA[hunter2x]]></a>", "<a>token=[masked]<![CDATA[]]></a>"],
  ["a comment", "<a><!-- token=hunter2x --></a>", "<a><!-- token=[masked] --></a>"],
  ["a text that a comment parts", "<a>token=<!-- -->hunter2x</a>", "<a>token=[masked]<!-- --></a>"],
  ["an attribute", `<a b="token=hunter2x"/>`, `<a b="token=[masked]"/>`],
  ["an attribute in single quotation marks", `<a b='token="hunter2x"'/>`, `<a b="token=&#34;[masked]&#34;"/>`],
  ["a name of decimal entities", `<a b="&#116;oken=hunter2x"/>`, `<a b="token=[masked]"/>`],
  ["a value of hexadecimal entities", "<a>token=h&#x75;nter2x</a>", "<a>token=[masked]</a>"],
  ["a separator that is an entity", "<a>token&#61;hunter2x</a>", "<a>token=[masked]</a>"],
  ["an attribute of that name", `<a token="hunter2x" b="c"/>`, `<a token="[masked]" b="c"/>`],
  ["an attribute of that name in a namespace", `<a x:password="h"/>`, `<a x:password="[masked]"/>`],
  ["the name of an attribute", `<a token-${KEY}="1"/>`, `<a masked="[masked]"/>`],
  ["the name of an attribute, without a word", `<a ${KEY}="1"/>`, `<a masked="1"/>`],
  ["the name of an element", `<a><${KEY}>x</${KEY}></a>`, "<a><masked>x</masked></a>"],
  ["an element of that name", "<a><password>h</password> </a>", "<a><password>[masked]</password> </a>"],
  [
    "an element within one of that name",
    "<a><n:secret><v w='x'>h</v></n:secret></a>",
    `<a><n:secret><v w="[masked]">[masked]</v></n:secret></a>`,
  ],
  ["a property", `<property value="h" name="api_key"/>`, `<property value="[masked]" name="api_key"/>`],
  [
    "a property with a text",
    `<property name="api_key">h<!-- c --></property>`,
    `<property name="api_key">[masked]<!--[masked]--></property>`,
  ],
  [
    "a property in a namespace",
    `<x:property x:name="api_key" x:value="h"/>`,
    `<x:property x:name="api_key" x:value="[masked]"/>`,
  ],
  ["an instruction", `<?xml version="1.0"?><a><?run token="hunter2x"?>b</a>`, `<?xml version="1.0"?><a>b</a>`],
  ["an instruction without a form", "<a><?run Bearer abcdefgh?>b</a>", "<a>b</a>"],
  ["the declaration", `<?xml version="1.0" token="hunter2x"?><a/>`, `<?xml version="1.0"?><a/>`],
  ["a text behind the root", "<a/>token=hunter2x", "<a/>"],
])("in %s no credential is kept", (_, xml, expected) => {
  expect(maskedXml(xml)).toBe(expected);
});

test("what stands around a credential says the same as before", () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?>\n<a b="1 &lt; 2&#10;&amp;amp;">\n  <c/>\n  x &gt; y &quot;\n  <d>token=hunter2x</d><!-- e -->\n</a>`;
  expect(maskedXml(xml)).toBe(
    `<?xml version="1.0" encoding="utf-8"?><a b="1 &#60; 2&#10;&#38;amp;">\n  <c/>\n  x &#62; y &#34;\n  <d>token=[masked]</d><!-- e -->\n</a>`,
  );
});

test("a test that is named after a token keeps what it said", () => {
  const xml = `<testcase name="test_token_refresh"> <failure message="assert 401 == 200">trace</failure></testcase>`;
  expect(maskedXml(xml)).toBe(xml);
});

test.each([
  ["cut off in a text", "<a><b>tok", "is no XML"],
  ["cut off in a tag", `<a><b c="tok`, "is no XML"],
  ["cut off in CDATA", "<a><![CDATA[tok", "is no XML"],
  ["cut off in a comment", "<a><!-- tok", "is no XML"],
  ["closed in another order", "<a><b></a></b>", "is no XML"],
  ["no XML", "token=hunter2x", "is no XML"],
  ["a document type", `<!DOCTYPE a [<!ENTITY t "oken=hunter2x">]><a>t&t;</a>`, "declares a document type"],
  ["a document type from elsewhere", `<!doctype a SYSTEM "file:///etc/passwd"><a/>`, "declares a document type"],
  ["names that JavaScript keeps for itself", `<a><__proto__ b="c"/></a>`, "cannot be read"],
  ["nested without end", `${"<a>".repeat(200)}${"</a>".repeat(200)}`, "cannot be read"],
])("%s is refused, and nothing of it is passed on", (_, xml, problem) => {
  expect(redactXml(xml)).toEqual({ ok: false, problem: expect.stringContaining(problem) as string });
  expect(JSON.stringify(redactXml(xml))).not.toContain("hunter2x");
});

test("whatever the document, the secret is in nothing that is kept, and masking again changes nothing", () =>
  fc.assert(masksEveryDocument, FEW(60)));
