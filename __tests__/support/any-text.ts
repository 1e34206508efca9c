import fc from "fast-check";

/**
 * Any text at all: half of it what means something to a terminal, Markdown or XML, the rest any code point, lone
 * surrogates among them. fast-check's own binary strings cost most of a second before the first of them.
 */
export const anyText = (minLength = 0): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0x10ffff })), { minLength })
    .map((points) => String.fromCodePoint(...points));
