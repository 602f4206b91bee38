import { defineEventHandler } from "h3";
import { answer } from "../../answer.js";

export default defineEventHandler(() => answer());
