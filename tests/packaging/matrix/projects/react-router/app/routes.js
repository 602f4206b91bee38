import { index, route } from "@react-router/dev/routes";

export default [index("client.jsx"), route("server", "server.js"), route("action", "action.js")];
