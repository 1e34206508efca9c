import fc from "fast-check";
import { MASKED, createMask } from "../../verify/masking";

const masking = (...secrets: readonly string[]): ((text: string) => string) => {
  const mask = createMask();
  for (const secret of secrets) mask.hide(secret);
  return mask.text;
};

const SECRET = "canary/of+the key&more";

test.each([
  ["in plaintext", `a ${SECRET} b`, `a ${MASKED} b`],
  ["twice", `${SECRET}${SECRET}`, `${MASKED}${MASKED}`],
  ["in a URL", `?key=${encodeURIComponent(SECRET)}`, `?key=${MASKED}`],
  ["in base64", Buffer.from(SECRET).toString("base64"), MASKED],
  ["in base64 for URLs", `jwt.${Buffer.from(SECRET).toString("base64url")}`, `jwt.${MASKED}`],
  ["nowhere", "nothing to hide", "nothing to hide"],
])("%s", (_name, text, expected) => {
  expect(masking(SECRET)(text)).toBe(expected);
});

test("in JSON", () => {
  expect(masking('canary "in quotes"')(JSON.stringify({ key: 'canary "in quotes"' }))).toBe(`{"key":"${MASKED}"}`);
});

test("every long part of a web token", () => {
  const text = masking("header00.payload0.signature")("got payload0, then signature");
  expect(text).toBe(`got ${MASKED}, then ${MASKED}`);
});

test("what is no secret for its shortness hides nothing", () => {
  expect(masking("")("text")).toBe("text");
  expect(masking("a", "fifteen-letters")("a fifteen-letters")).toBe("a fifteen-letters");
  expect(masking("sixteen--letters")("a sixteen--letters")).toBe(`a ${MASKED}`);
});

test("a secret that begins with another one", () => {
  expect(masking("canary-of-a-test", "canary-of-a-test-and-more")("canary-of-a-test-and-more")).toBe(MASKED);
});

test("inside whatever is encoded around it, no alignment of base64 shows it", () => {
  const secrets = fc.string({ minLength: 16, maxLength: 40, unit: "grapheme-ascii" });
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
      const whole = Buffer.from(before + secret + after);
      for (const encoding of ["base64", "base64url"] as const) {
        const shown = masking(secret)(whole.toString(encoding));
        expect(shown).toContain(MASKED);
        // What is left are the neighbours, and the bits that the secret shares with them.
        expect(shown.replaceAll(MASKED, "").length).toBeLessThanOrEqual(
          whole.toString(encoding).length - Math.floor((Buffer.byteLength(secret) * 8) / 6) + 2,
        );
      }
    }),
  );
});
