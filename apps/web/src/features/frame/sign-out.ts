import { signOut } from "next-auth/react";

/** Ends this login and leaves nothing of it in the page's memory: `next` is loaded anew. */
export async function signOutHere(next = "/signin"): Promise<void> {
  await signOut({ redirect: false });
  location.assign(next);
}
