/** The fields of a case request as a table, for rendering your own form. */

export { FIELDS as fields } from "../generated/fields.js";
