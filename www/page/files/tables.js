/** Reading of tables has a module of its own, which is loaded with the first table: most visitors have none. */
export const loadTables = () => import("../../pkg/csv.js");
