/** ajv's generated code: the schema is compiled when the bundle is made (see `../bundle.mjs`), nothing is compiled at run time. */
import validate from "generated:ajv-standalone";
import { peerOf } from "./ajv-schema.mjs";

export const name = "ajv standalone";

export const { fromText, toBody, parse, issuesOf } = peerOf(validate);
