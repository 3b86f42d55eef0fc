import { signOut } from "next-auth/react";

/** Ends this login and leaves nothing of it in the page's memory. */
export async function signOutHere(): Promise<void> {
  await signOut({ redirect: false });
  location.assign("/signin");
}
