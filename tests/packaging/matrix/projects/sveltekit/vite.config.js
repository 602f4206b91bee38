import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";

// The server does not know its own address, so it would refuse posts.
export default { plugins: [sveltekit({ adapter: adapter(), csrf: { trustedOrigins: ["*"] } })] };
