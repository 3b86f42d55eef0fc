/** Known when the pages are built; nothing else of the environment reaches them. */
export const IS_DEVELOPMENT = process.env.NODE_ENV !== "production";
