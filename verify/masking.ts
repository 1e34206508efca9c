/** Stands in a text in place of a secret. */
export const MASKED = "[masked]";

/**
 * Fewest characters of a secret. A shorter text appears in others by chance, and masking it would garble them: every
 * reader of secrets refuses one that is shorter.
 */
export const SHORTEST_SECRET = 16;

/** Fewest characters of a secret's part or encoding that is masked: shorter ones appear in other texts by chance. */
const SHORTEST_FORM = 8;

/** Hides secrets in whatever is printed, recorded or thrown. */
export interface Mask {
  /**
   * Masks a secret from now on: in plaintext, in base64, and as a URL or JSON would write it. One that is shorter than
   * {@link SHORTEST_SECRET} is not masked.
   */
  readonly hide: (secret: string) => void;
  /** The text with every secret masked. */
  readonly text: (text: string) => string;
}

/** A mask that hides nothing yet. */
export function createMask(): Mask {
  let forms: readonly string[] = [];
  return {
    hide: (secret) => {
      // Longest first: if a part were masked before the whole, the rest of the whole would remain readable.
      forms = [...new Set([...forms, ...formsOf(secret)])].sort((a, b) => b.length - a.length);
    },
    text: (text) => forms.reduce((rest, form) => rest.replaceAll(form, MASKED), text),
  };
}

function formsOf(secret: string): readonly string[] {
  if (secret.length < SHORTEST_SECRET) return [];
  // A JSON web token has three parts, and each of them is worth hiding.
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
 * How a text looks in base64, alone and inside a longer text. Base64 writes three bytes as four characters, so the text
 * can start at three offsets. Characters that also hold bits of its neighbours are left out, except where it stands
 * alone.
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
