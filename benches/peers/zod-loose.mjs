/** zod 4 at its fastest: `looseObject({})` takes the same free JSON as `record(string(), unknown())`, and looks at none of it. */
import * as z from "zod";
import { zodPeer } from "./zod-schema.mjs";

export const { name, fromText, toBody, parse, issuesOf } = zodPeer("zod-loose", z.looseObject({}));
