/** Terraform reads every text of a configuration as a template (https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences). */

/** A text as a template that means it: `${` and `%{` are doubled. */
export const templateLiteral = (text: string): string =>
  text.replace(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);

/** What a template without an expression means. */
export const literalOf = (template: string): string => template.replace(/([$%])\1\{/g, "$1{");
