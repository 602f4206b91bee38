/** All cells of the matrix, in the order of the table. */
import { BUNDLERS } from "./bundlers.mjs";
import { ENVIRONMENTS } from "./environments.mjs";
import { FRAMEWORKS } from "./frameworks.mjs";
import { HOSTS } from "./hosts.mjs";

/** @type {import("../checks/cell.mjs").Cell[]} */
export const CELLS = [...HOSTS, ...BUNDLERS, ...FRAMEWORKS, ...ENVIRONMENTS];
