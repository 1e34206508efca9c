/**
 * A condition of a workload identity provider, as far as anybody writes them: comparisons of claims with texts, lists, parts of
 * a text, joined by && and || (https://cloud.google.com/iam/docs/workload-identity-federation#conditions). The language is CEL
 * (https://github.com/google/cel-spec); what is beyond is kept as "other" and pins nothing.
 */
export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  /** The claim is one of some whole texts. */
  | { readonly kind: "is"; readonly claim: string; readonly texts: readonly string[] }
  | { readonly kind: "isNot"; readonly claim: string }
  /** A part of the claim is looked at: startsWith, endsWith, contains, matches. */
  | { readonly kind: "part"; readonly claim: string; readonly method: string; readonly text: string }
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "other" };

const TOKEN =
  /\s*(?:(r?"(?:[^"\\]|\\.)*"|r?'(?:[^'\\]|\\.)*')|(&&|\|\||==|!=|[()[\],.!])|([A-Za-z_]\w*)|(\d+(?:\.\d+)?)|(\S))/gy;

/** Longest condition that Google takes, in characters (the provider's documentation of attribute_condition). */
const LONGEST = 4096;

/** How deep parentheses are followed. */
const DEEPEST = 40;

interface Token {
  readonly kind: "text" | "sign" | "word" | "number" | "other";
  readonly text: string;
}

function tokensOf(source: string): readonly Token[] {
  return [...source.matchAll(TOKEN)].map(([, quoted, sign, word, number, other = ""]): Token => {
    if (quoted !== undefined) return { kind: "text", text: unquoted(quoted) };
    if (sign !== undefined) return { kind: "sign", text: sign };
    if (word !== undefined) return { kind: "word", text: word };
    return number !== undefined ? { kind: "number", text: number } : { kind: "other", text: other };
  });
}

function unquoted(quoted: string): string {
  const isRaw = quoted.startsWith("r");
  const inner = quoted.slice(isRaw ? 2 : 1, -1);
  return isRaw ? inner : inner.replace(/\\(.)/g, "$1");
}

/** Thrown within the parser where the text is not of the subset. */
class BeyondSubset extends Error {}

type Operand =
  | { readonly kind: "claim"; readonly name: string }
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "condition"; readonly condition: Condition };

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Condition {
    const found = this.joined("||", "or");
    if (this.at < this.tokens.length) throw new BeyondSubset();
    return found;
  }

  private joined(sign: "||" | "&&", kind: "or" | "and"): Condition {
    const next = (): Condition => (sign === "||" ? this.joined("&&", "and") : this.single());
    const parts = [next()];
    while (this.take(sign)) parts.push(next());
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind, parts };
  }

  private single(): Condition {
    if (this.take("!")) return { kind: "not", part: this.single() };
    if (this.take("(")) {
      if ((this.depth += 1) > DEEPEST) throw new BeyondSubset();
      const inner = this.joined("||", "or");
      this.expect(")");
      this.depth -= 1;
      return inner;
    }
    return this.relation();
  }

  private relation(): Condition {
    const left = this.operand();
    const sign = this.take("==") ? "==" : this.take("!=") ? "!=" : this.takeWord("in") ? "in" : undefined;
    if (sign === undefined) return left.kind === "condition" ? left.condition : { kind: "other" };
    const right = this.operand();
    const claim = left.kind === "claim" ? left : right.kind === "claim" ? right : undefined;
    const texts = left.kind === "texts" ? left : right.kind === "texts" ? right : undefined;
    if (!claim || !texts) return { kind: "other" };
    // `'x' in assertion.groups` asks for one of many, and pins as an equality does.
    return sign === "!=" ? { kind: "isNot", claim: claim.name } : { kind: "is", claim: claim.name, texts: texts.texts };
  }

  private operand(): Operand {
    const token = this.next();
    if (token.kind === "text" || token.kind === "number") return { kind: "texts", texts: [token.text] };
    if (token.text === "[") return { kind: "texts", texts: this.list() };
    if (token.kind !== "word") throw new BeyondSubset();
    if (token.text === "true" || token.text === "false")
      return { kind: "condition", condition: { kind: "constant", value: token.text === "true" } };
    return this.claim(token.text);
  }

  private list(): readonly string[] {
    const texts: string[] = [];
    while (!this.take("]")) {
      const token = this.next();
      if (token.kind !== "text" && token.kind !== "number") throw new BeyondSubset();
      texts.push(token.text);
      this.take(",");
    }
    return texts;
  }

  /** `assertion.repository_id`, `assertion['sub']`, and a method on it. */
  private claim(root: string): Operand {
    const steps = [root];
    for (;;) {
      if (this.take("[")) {
        steps.push(this.next().text);
        this.expect("]");
      } else if (this.take(".")) {
        const { text } = this.next();
        if (this.take("(")) return this.call(steps.join("."), text);
        steps.push(text);
      } else if (this.take("(")) {
        throw new BeyondSubset();
      } else return { kind: "claim", name: steps.join(".") };
    }
  }

  private call(claim: string, method: string): Operand {
    const argument = this.take(")") ? undefined : this.next();
    if (argument) this.expect(")");
    if (argument?.kind !== "text") throw new BeyondSubset();
    return { kind: "condition", condition: { kind: "part", claim, method, text: argument.text } };
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (!token) throw new BeyondSubset();
    this.at += 1;
    return token;
  }

  private take(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign" || token.text !== sign) return false;
    this.at += 1;
    return true;
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== "word" || token.text !== word) return false;
    this.at += 1;
    return true;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw new BeyondSubset();
  }
}

/** Reads a condition; "other" where it is beyond the subset. */
export function parseCondition(source: string): Condition {
  if (source.length > LONGEST) return { kind: "other" };
  try {
    return new Parser(tokensOf(source)).whole();
  } catch (error) {
    if (error instanceof BeyondSubset) return { kind: "other" };
    throw error;
  }
}
