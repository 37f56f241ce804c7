import { start } from "./server.ts";

export default start;
