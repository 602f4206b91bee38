import { answer } from "../../../answer.js";

export const GET = () => new Response(answer());
