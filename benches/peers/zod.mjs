/** zod 4, with free JSON spelled the way its documentation spells an object of any shape. Ratios and targets are to this one. */
import * as z from "zod";
import { zodPeer } from "./zod-schema.mjs";

export const { name, fromText, toBody, parse, issuesOf } = zodPeer("zod", z.record(z.string(), z.unknown()));
