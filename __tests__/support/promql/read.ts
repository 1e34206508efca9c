/** Reads the part of PromQL that our alerts use; whatever else is written is an error, and not passed over. */

/** A comparison of a label. */
export interface Matcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** A metric's series over the time just gone. */
export interface RangeSelector {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  readonly seconds: number;
}

export type Binary = "+" | "-" | "*" | "/" | ">" | "<" | ">=" | "<=" | "==" | "!=" | "and" | "or" | "unless";

/** An expression, as a tree. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "over-time"; readonly call: string; readonly selector: RangeSelector }
  | { readonly kind: "quantile"; readonly quantile: number; readonly of: Expression }
  | { readonly kind: "aggregate"; readonly call: string; readonly by: readonly string[]; readonly of: Expression }
  | {
      readonly kind: "binary";
      readonly operator: Binary;
      readonly left: Expression;
      readonly right: Expression;
      /** Labels that are compared; absent where all are. */
      readonly on?: readonly string[];
    };

const AGGREGATIONS = new Set(["sum", "min", "max", "count", "avg"]);
const OVER_TIME = new Set([
  ...["increase", "rate"],
  ...["last", "min", "max", "avg", "count", "sum", "stddev", "absent"].map((name) => `${name}_over_time`),
]);

/** Operators from the loosest to the tightest; those of a row have the same rank. */
const RANKS: readonly (readonly Binary[])[] = [
  ["or"],
  ["and", "unless"],
  [">", "<", ">=", "<=", "==", "!="],
  ["+", "-"],
  ["*", "/"],
];

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-zA-Z_:][a-zA-Z0-9_:]*)|(=~|!~|!=|==|>=|<=|[-+*/<>=(){}[\],]))/y;

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new Error(`not read at "${text.slice(at, at + 30)}"`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  readWhole(): Expression {
    const expression = this.readBinary(0);
    if (this.peek() !== "") throw new Error(`"${this.peek()}" is left over`);
    return expression;
  }

  private peek(): string {
    return this.tokens[this.at] ?? "";
  }

  private next(): string {
    this.at += 1;
    return this.tokens[this.at - 1] ?? "";
  }

  private expect(token: string): void {
    const found = this.next();
    if (found !== token) throw new Error(`"${found}" found, "${token}" expected`);
  }

  private readBinary(rank: number): Expression {
    const operators = RANKS[rank];
    if (!operators) return this.readUnary();
    let left = this.readBinary(rank + 1);
    while (operators.includes(this.peek() as Binary)) {
      const operator = this.next() as Binary;
      const on = this.peek() === "on" ? (this.next(), this.readNames()) : undefined;
      left = { kind: "binary", operator, left, right: this.readBinary(rank + 1), ...(on && { on }) };
    }
    return left;
  }

  private readNames(): readonly string[] {
    const names: string[] = [];
    this.expect("(");
    while (this.peek() !== ")") {
      names.push(this.next());
      if (this.peek() === ",") this.next();
    }
    this.expect(")");
    return names;
  }

  private readUnary(): Expression {
    const token = this.next();
    if (token === "(") return this.closed(this.readBinary(0));
    if (/^\d/.test(token)) return { kind: "number", value: Number(token) };
    if (AGGREGATIONS.has(token)) return this.readAggregation(token);
    if (token === "histogram_quantile") {
      this.expect("(");
      const quantile = Number(this.next());
      this.expect(",");
      return { kind: "quantile", quantile, of: this.closed(this.readBinary(0)) };
    }
    if (!OVER_TIME.has(token)) throw new Error(`"${token}" is not known`);
    this.expect("(");
    const selector = this.readSelector();
    this.expect(")");
    return { kind: "over-time", call: token, selector };
  }

  private closed(expression: Expression): Expression {
    this.expect(")");
    return expression;
  }

  private readAggregation(call: string): Expression {
    const by = this.peek() === "by" ? (this.next(), this.readNames()) : [];
    this.expect("(");
    return { kind: "aggregate", call, by, of: this.closed(this.readBinary(0)) };
  }

  private readSelector(): RangeSelector {
    const name = this.next();
    const matchers: Matcher[] = [];
    this.expect("{");
    while (this.peek() !== "}") {
      const [label, operator, value] = [this.next(), this.next() as Matcher["operator"], this.next()];
      matchers.push({ label, operator, value: JSON.parse(value) as string });
      if (this.peek() === ",") this.next();
    }
    this.expect("}");
    this.expect("[");
    const seconds = Number(this.next());
    this.expect("s");
    this.expect("]");
    return { name, matchers, seconds };
  }
}

/** @throws Error where the text is no such expression */
export const readPromql = (text: string): Expression => new Reader(tokensOf(text)).readWhole();
