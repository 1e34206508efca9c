import { parseCondition, type Condition } from "./identity-condition";

/** How a condition of a workload identity provider keeps strangers out, the worst first. */
export type Admission =
  /** Strangers get in: nothing is compared with a whole name, or with too little of it. */
  | "open"
  /** Nobody gets in. */
  | "nobody"
  /** Nothing that is compared is beyond doubt, because the text is not of the subset that is read. */
  | "unreadable"
  /** A name is compared, which somebody else may register once it is free. */
  | "by name"
  /** A number that is never given again. */
  | "by number";

/** What a condition lets in. */
export interface ConditionVerdict {
  readonly admission: Admission;
  /** Every way in names a branch, a tag, an environment or a workflow. */
  readonly isNarrow: boolean;
  /** Claims that every way in compares with whole texts. */
  readonly pinned: readonly string[];
  /** Why it is as bad as it is, in words; it quotes nothing but names of claims and methods. */
  readonly reason: string;
}

/** Claims whose value is a number or an id that the issuer never gives again (GitHub, GitLab, HCP Terraform, Azure, AWS). */
const NUMBERS =
  /^(repository_id|repository_owner_id|enterprise_id|project_id|namespace_id|terraform_workspace_id|terraform_organization_id|terraform_project_id|organization_id|org_id|oid|tid|appid|azp|client_id|account)$/;

/** Claims that narrow it to a branch, a tag, an environment or one workflow. */
const NARROW =
  /^(ref|ref_protected|environment|job_workflow_ref|workflow_ref|environment_protected|deployment_tier|terraform_workspace_name|terraform_run_phase)$/;

/** Claims that everybody's tokens have too: they keep nobody out. */
const SHARED =
  /^(aud|iss|event_name|repository_visibility|runner_environment|actor|ref_type|exp|iat|nbf|jti|run_id|sha|head_ref|base_ref|workflow|ref|environment|ref_protected)$/;

/** `assertion.repository` and, through the mapping, `attribute.repo` and `google.subject` → `repository`. */
function claimName(path: string, mapping: Readonly<Record<string, unknown>>): string {
  const [root = "", ...rest] = path.split(".");
  if (root === "assertion") return rest.join(".");
  const mapped = mapping[path];
  const [, claim] =
    typeof mapped === "string" ? (/^assertion(?:\.(\w+)|\[['"]([^'"]+)['"]\])$/.exec(mapped) ?? []) : [];
  return claim ?? (path === "google.subject" ? "sub" : rest.join("."));
}

/** Most ways in that are followed. */
const MOST_WAYS = 256;

type Atom = Exclude<Condition, { readonly kind: "and" | "or" | "not" }>;

/** The ways into a condition: each a list of what must hold. Undefined where there are too many. */
function waysInto(condition: Condition): readonly (readonly Atom[])[] | undefined {
  switch (condition.kind) {
    case "or": {
      const all = condition.parts.map(waysInto);
      if (all.includes(undefined)) return undefined;
      const ways = all.flatMap((one) => one ?? []);
      return ways.length > MOST_WAYS ? undefined : ways;
    }
    case "and":
      return condition.parts.reduce<readonly (readonly Atom[])[] | undefined>(
        (found, part) => {
          const more = waysInto(part);
          if (!found || !more || found.length * more.length > MOST_WAYS) return undefined;
          return found.flatMap((way) => more.map((other) => [...way, ...other]));
        },
        [[]],
      );
    // What is only forbidden lets in everybody else.
    case "not":
      return [
        [
          condition.part.kind === "constant"
            ? { kind: "constant", value: !condition.part.value }
            : { kind: "isNot", claim: "" },
        ],
      ];
    case "constant":
      return condition.value ? [[]] : [];
    default:
      return [[condition]];
  }
}

/** A beginning that ends where a name ends: nobody can register a longer one. */
const ENDS_A_NAME = /[/:@]$/;

/** An expression that begins at the start and names an owner to its end: `^repo:acme/`. */
const ANCHORED = /^\^(?:[\w-]|\\[./-]|[/:@])*[/:@]/;

interface WayVerdict {
  readonly admission: Admission;
  readonly isNarrow: boolean;
  readonly pinned: readonly string[];
  readonly reason: string;
}

/** What an atom compares, where that says whose code runs. */
function admissionOf(atom: Atom, claim: string): Admission | undefined {
  if (atom.kind === "is") {
    if (atom.texts.some((text) => text.includes("*"))) return "nobody";
    if (SHARED.test(claim)) return undefined;
    if (NUMBERS.test(claim)) return "by number";
    // A claim that only this issuer has is compared as a whole: nothing more can be said of it.
    return "by name";
  }
  if (atom.kind !== "part" || SHARED.test(claim)) return undefined;
  if (atom.method === "startsWith")
    return ENDS_A_NAME.test(atom.text) && /[^/:@]/.test(atom.text.replace(/^repo:/, "")) ? "by name" : "open";
  if (atom.method === "matches") return ANCHORED.test(atom.text) ? "by name" : "open";
  return "open";
}

const METHOD_WORDS: Readonly<Record<string, string>> = {
  startsWith: "a beginning",
  endsWith: "an end",
  contains: "a part",
  matches: "a pattern without a fixed beginning",
};

function judgeWay(atoms: readonly Atom[], mapping: Readonly<Record<string, unknown>>): WayVerdict {
  const read = atoms.map((atom) => {
    const claim = "claim" in atom ? claimName(atom.claim, mapping) : "";
    return { atom, claim, admission: admissionOf(atom, claim) };
  });
  const whole = read.filter(({ atom }) => atom.kind === "is");
  const pinned = [...new Set(whole.map(({ claim }) => claim))];
  const isInSubject = read.some(
    ({ atom, claim }) =>
      (claim === "sub" || claim === "subject") &&
      atom.kind === "is" &&
      atom.texts.every((text) => /:(ref|environment|ref_type):/.test(text)),
  );
  const isNarrow = isInSubject || pinned.some((claim) => NARROW.test(claim));
  const has = (wanted: Admission) => read.find(({ admission }) => admission === wanted);
  const base = { isNarrow, pinned };
  if (has("nobody")) {
    return {
      ...base,
      admission: "nobody",
      reason: `${has("nobody")?.claim} is compared with a text that has a star, and == knows no wildcard`,
    };
  }
  if (has("by number")) return { ...base, admission: "by number", reason: "" };
  if (has("by name")) {
    return {
      ...base,
      admission: "by name",
      reason: `${has("by name")?.claim} is a name: whoever registers it once it is free, or renamed, gets in`,
    };
  }
  const open = has("open");
  if (open?.atom.kind === "part") {
    const word = METHOD_WORDS[open.atom.method] ?? "a part";
    return {
      ...base,
      admission: "open",
      reason: `only ${word} of ${open.claim} is compared (${open.atom.method}), and whoever registers a name like it gets in`,
    };
  }
  if (read.some(({ atom }) => atom.kind === "other")) {
    return { ...base, admission: "unreadable", reason: "it is written in a way that this reviewer does not read" };
  }
  const named = [...new Set(read.map(({ claim }) => claim).filter(Boolean))];
  return {
    ...base,
    admission: "open",
    reason:
      named.length === 0
        ? "nothing is asked of a token"
        : `${named.join(" and ")} keep${named.length === 1 ? "s" : ""} no stranger out: everybody's tokens can have that value`,
  };
}

const ORDER: readonly Admission[] = ["open", "unreadable", "by name", "by number", "nobody"];

/**
 * What a condition lets in: the worst of its ways, because a token needs only one.
 *
 * @param mapping - the provider's attribute_mapping
 */
export function judgeCondition(source: string, mapping: Readonly<Record<string, unknown>> = {}): ConditionVerdict {
  const ways = waysInto(parseCondition(source));
  if (ways === undefined) {
    return {
      admission: "unreadable",
      isNarrow: false,
      pinned: [],
      reason: "it has more ways in than this reviewer follows",
    };
  }
  const judged = ways.map((way) => judgeWay(way, mapping));
  const [worst] = [...judged].sort((a, b) => ORDER.indexOf(a.admission) - ORDER.indexOf(b.admission));
  if (!worst) return { admission: "nobody", isNarrow: true, pinned: [], reason: "no token meets it" };
  const [first, ...others] = judged;
  return {
    admission: worst.admission,
    isNarrow: judged.every(({ isNarrow }) => isNarrow),
    pinned: (first?.pinned ?? []).filter((claim) => others.every(({ pinned }) => pinned.includes(claim))),
    reason:
      judged.length > 1 && worst.reason !== ""
        ? `of ${judged.length} ways in (||) one is enough: ${worst.reason}`
        : worst.reason,
  };
}
