/** What stands in a text where a secret stood. */
export const MASKED = "[masked]";

/**
 * Characters of a secret, at least. A shorter one turns up by chance, and masking it would tear everything else apart:
 * whoever reads a secret refuses it.
 */
export const SHORTEST_SECRET = 16;

/** Of a secret's parts and encodings, shorter ones turn up by chance. */
const SHORTEST_FORM = 8;

/** Hides secrets in whatever is printed, recorded or thrown. */
export interface Mask {
  /** From now on; in plaintext, in base64 and as a URL or JSON would write it. What is shorter than {@link SHORTEST_SECRET} hides nothing. */
  readonly hide: (secret: string) => void;
  /** The text without them. */
  readonly text: (text: string) => string;
}

/** A mask that hides nothing yet. */
export function createMask(): Mask {
  let forms: readonly string[] = [];
  return {
    hide: (secret) => {
      // Longest first: a part that is replaced earlier would leave the rest of the whole behind.
      forms = [...new Set([...forms, ...formsOf(secret)])].sort((a, b) => b.length - a.length);
    },
    text: (text) => forms.reduce((rest, form) => rest.replaceAll(form, MASKED), text),
  };
}

function formsOf(secret: string): readonly string[] {
  if (secret.length < SHORTEST_SECRET) return [];
  // A JSON web token is three parts, and each of them tells something.
  const parts = [secret, ...secret.split(".")];
  const derived = parts.flatMap((part) => [
    part,
    encodeURIComponent(part),
    JSON.stringify(part).slice(1, -1),
    ...base64Forms(part),
  ]);
  return [secret, ...derived.filter(({ length }) => length >= SHORTEST_FORM)];
}

/**
 * How a text looks in base64, alone and inside something longer: three bytes are four characters, so there are three
 * ways in which it can begin. Characters that it shares with its neighbours are left out, except where it stands alone.
 */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const inside = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)),
  );
  const standard = [bytes.toString("base64"), ...inside];
  return standard.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")]);
}
