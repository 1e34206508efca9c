/**
 * Go's composite literals, as far as a provider's schema is written in them. Everything else of the language is kept as its
 * text. It is no compiler: what it cannot read it leaves out, and the comparison with the provider's own schema finds that.
 */

/** A literal, a call, or any other expression as its text. */
export type GoValue =
  | { readonly kind: "literal"; readonly type: string; readonly entries: readonly GoEntry[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly GoValue[]; readonly text: string }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "text"; readonly text: string };

/** An element of a literal; a list's has no key. */
export interface GoEntry {
  readonly key?: string;
  readonly value: GoValue;
}

const TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|`[^`]*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|[\w.]+|\s+|[^]/g;
const OPENING: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]" };

/** The tokens of a Go text, without blanks and comments. */
export const goTokens = (text: string): readonly string[] =>
  (text.match(TOKEN) ?? []).filter((token) => !/^(\s|\/\/|\/\*)/.test(token));

/** Where the bracket that a text has at a place is closed: a description may hold brackets too. */
export function endOfBracket(text: string, start: number): number {
  let depth = 0;
  for (const { 0: token, index } of text.slice(start).matchAll(TOKEN)) {
    if (Object.hasOwn(OPENING, token)) depth += 1;
    else if (/^[)}\]]$/.test(token)) depth -= 1;
    if (depth === 0) return start + index + 1;
  }
  return text.length;
}

/** Reads one expression after another. */
export class GoReader {
  private position = 0;

  constructor(private readonly tokens: readonly string[]) {}

  /** The next expression, up to a comma, a colon or a closing bracket that is not its own. */
  readValue(): GoValue {
    const start = this.position;
    if (this.peek() === "&") this.position += 1;
    const typeStart = this.position;
    this.skipType();
    const type = this.tokens.slice(typeStart, this.position).join("");
    if (type.startsWith("func(")) return this.readText(start);
    if (this.peek() === "{" && type !== "") return { kind: "literal", type, entries: this.readEntries() };
    if (this.peek() === "{" && type === "" && start === typeStart)
      return { kind: "literal", type, entries: this.readEntries() };
    if (this.peek() === "(" && /^[\w.]+$/.test(type)) return this.readCall(type, start);
    return this.readText(start);
  }

  private peek(): string | undefined {
    return this.tokens[this.position];
  }

  /** `map[string]*schema.Schema`, `[]string`, `schema.Resource`: what stands before a literal's brace. */
  private skipType(): void {
    if (/^["'`]/.test(this.peek() ?? "")) return;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token === "[") this.skipBrackets();
      else if (token === "*" || /^[\w.]+$/.test(token)) this.position += 1;
      else return;
      if (token !== "func") continue;
      this.skipBrackets();
      return;
    }
  }

  private skipBrackets(): void {
    const closing: string[] = [];
    do {
      const token = this.peek() ?? "";
      const close = Object.hasOwn(OPENING, token) ? OPENING[token] : undefined;
      if (close !== undefined) closing.push(close);
      else if (token === closing.at(-1)) closing.pop();
      this.position += 1;
    } while (closing.length > 0 && this.position < this.tokens.length);
  }

  /** The elements between braces. */
  private readEntries(): readonly GoEntry[] {
    const entries: GoEntry[] = [];
    this.position += 1;
    while (this.peek() !== undefined && this.peek() !== "}") {
      const first = this.readValue();
      if (this.peek() === ":") {
        this.position += 1;
        entries.push({ key: keyText(first), value: this.readValue() });
      } else entries.push({ value: first });
      if (this.peek() === ",") this.position += 1;
    }
    this.position += 1;
    return entries;
  }

  private readCall(name: string, start: number): GoValue {
    const args: GoValue[] = [];
    this.position += 1;
    while (this.peek() !== undefined && this.peek() !== ")") {
      args.push(this.readValue());
      if (this.peek() === ",") this.position += 1;
    }
    this.position += 1;
    const isWhole = /^[,:)}\]]?$/.test(this.peek() ?? "");
    return isWhole ? { kind: "call", name, args, text: this.textFrom(start) } : this.readText(start);
  }

  private readText(start: number): GoValue {
    while (this.peek() !== undefined && !/^[,:)}\]]$/.test(this.peek() ?? "")) {
      if (Object.hasOwn(OPENING, this.peek() ?? "")) this.skipBrackets();
      else this.position += 1;
    }
    const tokens = this.tokens.slice(start, this.position);
    const [only = "", ...more] = tokens;
    // What is no expression at all must not be read for ever.
    if (tokens.length === 0) this.position += 1;
    return more.length === 0 && /^["`]/.test(only)
      ? { kind: "string", text: unquote(only) }
      : { kind: "text", text: tokens.join("") };
  }

  private textFrom(start: number): string {
    return this.tokens.slice(start, this.position).join("");
  }
}

const unquote = (token: string): string =>
  token.startsWith("`") ? token.slice(1, -1) : (JSON.parse(token.replace(/\\'/g, "'")) as string);

const keyText = (value: GoValue): string => ("text" in value ? value.text : "");

/** The value under a key of a literal. */
export const entryOfLiteral = (value: GoValue | undefined, key: string): GoValue | undefined =>
  value?.kind === "literal" ? value.entries.find((entry) => entry.key === key)?.value : undefined;
