/** ajv as most programs use it: the schema is compiled when the program starts. */
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { options, peerOf, schema } from "./ajv-schema.mjs";

export const name = "ajv";

const ajv = new Ajv(options);
addFormats(ajv, ["uri"]);

export const { fromText, toBody, parse, issuesOf } = peerOf(ajv.compile(schema));
