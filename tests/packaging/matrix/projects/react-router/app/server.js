import { answer } from "../answer.js";

export const loader = () => new Response(answer());
