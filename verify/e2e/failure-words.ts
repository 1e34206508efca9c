/**
 * A failure in its own words: its message and the lines of its exceptions. Test tools print more beside them: source
 * lines with their comments and docstrings, code frames, stacks, titles and paths of attachments. What those mention is
 * not what happened.
 */

/** Between two tracebacks of Python: the first is the cause of the second, and tells what happened. */
const IS_CAUSE = "The above exception was the direct cause of the following exception:";

/** Between two tracebacks of Python: the second one failed. The first was caught, and may be no failure at all. */
const IS_CAUGHT = "During handling of the above exception, another exception occurred:";

/** An exception's line in a listing of pytest, whatever its style; all other lines there are source. */
const PYTEST_LINE = /^E(?: {1,7}|$)/;

/** Lines that are no words of a failure, by whoever prints them. */
const LISTINGS: readonly RegExp[] = [
  // Code frames of Playwright, jest and vitest, and the mark below a line.
  /^\s*(?:>\s*)?\d{1,6} ?\|/,
  /^\s*\|[\s^~]*$/,
  // Stacks of JavaScript and Java, of vitest, and the end of a shortened one.
  /^\s+at (?:.*\)|\S+:\d+:\d+)$/,
  /^\s*❯ /,
  /^\s*\.\.\. \d+ more$/,
  /^Traceback \(most recent call last\):$/,
  // Playwright: the title above a failure, the number of a try, attachments named after the title.
  /:\d+:\d+ › /,
  /^\s*(?:Retry|attachment) #\d+/,
  /^\s*Error Context: /,
  /^\s*(?:[\w.-]+\/)+\S*$/,
  /^\s*[⎯─]+$/,
];

/** A place in a traceback of Python's own style. Deeper lines below it are source. */
const PYTHON_PLACE = /^ {2}File "/;
const PYTHON_SOURCE = /^ {4}/;

/**
 * @param message - the failure's attribute
 * @param text - what stands in the failure
 * @returns the message, and each line of the text that is the failure's own and not in the message
 */
export function failureWords(message: string, text: string): string {
  const [first = "", ...others] = message.split("\n");
  // pytest's message of a failed fixture quotes a listing behind its first line.
  const said = [first, ...ownLines(others)];
  const known = new Set(said.map((line) => line.trim()));
  const more = ownLines(lastTraceback(text.split("\n"))).filter((line) => !known.has(line.trim()));
  return [...said, ...more].join("\n").trim();
}

/** What a listing of pytest says is in its exceptions' lines; where there are none, the text is no such listing. */
function ownLines(lines: readonly string[]): readonly string[] {
  const exceptions = lines.filter((line) => PYTEST_LINE.test(line)).map((line) => line.replace(PYTEST_LINE, ""));
  if (exceptions.length > 0) return exceptions;
  return withoutSource(lines).filter((line) => !LISTINGS.some((form) => form.test(line)));
}

function withoutSource(lines: readonly string[]): readonly string[] {
  let isSource = false;
  return lines.filter((line) => {
    isSource = PYTHON_PLACE.test(line) || (isSource && PYTHON_SOURCE.test(line));
    return !isSource;
  });
}

/** The traceback of what failed at last, with those of its direct causes. */
function lastTraceback(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.lastIndexOf(IS_CAUGHT) + 1).filter((line) => line !== IS_CAUSE);
}
