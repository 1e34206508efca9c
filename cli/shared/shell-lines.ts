/** The function by which a shell forgets the variables again. */
const LEAVE = "leave_sandbox";

/**
 * Lines that set variables in any POSIX shell that reads them, and define a function that takes them back. A value holds
 * no quote.
 */
export const shellLines = (variables: Readonly<Record<string, string>>): readonly string[] => [
  ...Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`),
  `${LEAVE}() { unset ${Object.keys(variables).join(" ")}; unset -f ${LEAVE}; }`,
];
