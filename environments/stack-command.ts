/** What a person types to have Terraform do something with a stack's state, from a checkout with nothing in it. */
export const stackCommand = (stack: string, args: string): string => {
  const terraform = `terraform -chdir=cdktf.out/stacks/${stack}`;
  return `./netra synth && ${terraform} init && ${terraform} ${args}`;
};

/** An argument as a shell takes it: an address may hold brackets and quotation marks. */
export const shellArgument = (text: string): string =>
  /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
