/**
 * The form of an expression in the Common Expression Language
 * (https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax). What its names mean is not looked at.
 */

const TOKEN =
  /\s*(?:(?<end>$)|(?<text>[rRbB]{0,2}(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?u?)|(?<name>[A-Za-z_]\w*)|(?<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()[\]{}]))/y;

const BINARY: ReadonlySet<string> = new Set([
  "&&",
  "||",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "+",
  "-",
  "*",
  "/",
  "%",
  "in",
]);

/** Words that name nothing. */
const RESERVED: ReadonlySet<string> = new Set([
  "in",
  "as",
  "break",
  "const",
  "continue",
  "else",
  "for",
  "function",
  "if",
  "import",
  "let",
  "loop",
  "package",
  "namespace",
  "return",
  "var",
  "void",
  "while",
]);

interface Token {
  readonly kind: string;
  readonly text: string;
}

/** A place at which an expression is not one. */
class SyntaxProblem extends Error {}

/** What is wrong with the form of an expression; undefined where nothing is. */
export function celProblem(expression: string): string | undefined {
  try {
    const parser = new Parser(tokensOf(expression));
    parser.expression();
    parser.expect("end");
    return undefined;
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return problem.message;
    throw problem;
  }
}

function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (tokens.at(-1)?.kind !== "end") {
    const from = pattern.lastIndex;
    const found = Object.entries(pattern.exec(expression)?.groups ?? {}) as [string, string | undefined][];
    const [kind, text] = found.find(([, each]) => each !== undefined) ?? [];
    if (kind === undefined) throw new SyntaxProblem(`Syntax error: no token at ${from}.`);
    tokens.push({ kind, text: text ?? "" });
  }
  return tokens;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** `a ? b : c`, or operands between operators. */
  expression(): void {
    this.operands();
    if (!this.accept("?")) return;
    this.operands();
    this.expect(":");
    this.expression();
  }

  expect(wanted: string): void {
    if (!this.accept(wanted)) throw new SyntaxProblem(`Syntax error: ${wanted} expected, found '${this.next.text}'.`);
  }

  private get next(): Token {
    return this.tokens[this.at] ?? { kind: "end", text: "" };
  }

  private accept(wanted: string): boolean {
    const isNext = this.next.kind === wanted || (this.next.kind !== "text" && this.next.text === wanted);
    if (isNext) this.at += 1;
    return isNext;
  }

  private operands(): void {
    this.operand();
    while (this.isOperator()) {
      this.at += 1;
      this.operand();
    }
  }

  private isOperator(): boolean {
    return BINARY.has(this.next.kind === "text" ? "" : this.next.text);
  }

  private operand(): void {
    if (this.accept("!") || this.accept("-")) {
      this.operand();
      return;
    }
    this.primary();
    while (this.selection());
  }

  /** A member, an element or the arguments of a call behind an operand; false where there is none. */
  private selection(): boolean {
    if (this.accept(".")) this.expect("name");
    else if (this.accept("[")) {
      this.expression();
      this.expect("]");
    } else if (this.accept("(")) this.list(")");
    else return false;
    return true;
  }

  private primary(): void {
    if (this.accept("(")) {
      this.expression();
      this.expect(")");
    } else if (this.accept("[")) this.list("]");
    else if (this.accept("{")) this.entries();
    else if (this.next.kind === "name" && RESERVED.has(this.next.text)) this.expect("operand");
    else if (!this.accept("name") && !this.accept("text") && !this.accept("number")) this.expect("operand");
  }

  private list(end: string): void {
    if (this.accept(end)) return;
    do this.expression();
    while (this.accept(","));
    this.expect(end);
  }

  private entries(): void {
    if (this.accept("}")) return;
    do {
      this.expression();
      this.expect(":");
      this.expression();
    } while (this.accept(","));
    this.expect("}");
  }
}
