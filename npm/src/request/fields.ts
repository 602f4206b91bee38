/** The fields of a case request as a table, for those who render a form of their own. */

export { FIELDS as fields } from "../generated/fields.js";
