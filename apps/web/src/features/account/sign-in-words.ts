const WORDS: Record<string, string> = {
  CredentialsSignin: "The e-mail address or the password is not right.",
  invalid_credentials: "The e-mail address or the password is not right.",
  rate_limited: "Too many attempts. Wait a few minutes, then try again.",
  AccessDenied: "This account is not known here. Ask an owner or admin for an invitation.",
  OAuthAccountNotLinked: "This e-mail address signs in another way here. Use the way you used first.",
  OAuthCallback: "The sign-in service refused, or was left before it finished. Try again.",
  OAuthSignin: "The sign-in service could not be reached. Try again, or use your password.",
  SessionRequired: "Sign in to go on.",
};

/** A sign-in error code in words. Codes may carry a detail after a colon: `rate_limited:240` are seconds to wait. */
export function signInWords(code: string): string {
  const [name = "", detail] = code.split(":");
  const seconds = Number(detail);
  if (name === "rate_limited" && Number.isFinite(seconds) && seconds > 0) {
    const minutes = Math.ceil(seconds / 60);
    return `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
  }
  return WORDS[name] ?? "Signing in failed. Nothing was changed; try again.";
}
