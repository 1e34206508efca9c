import fc from "fast-check";
import { growthOf } from "../../support/growth";
import { FEW } from "../../support/runs";
import { PRINTED, keepsNoCanary, kept, longReport, report } from "./printed-canaries";

/** What is kept of the tests' own report: all that they said, and no credential, however XML writes it. */

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

test.each(Object.entries(PRINTED))("no canary that is printed as %s stands in what is kept", (_, print) =>
  fc.assert(keepsNoCanary(print), FEW(2)),
);

test("the time to mask a report grows with its length, and not with its square", async () => {
  expect(await growthOf((length) => kept(longReport(length)), 500)).toBeLessThan(32);
});
