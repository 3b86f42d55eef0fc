import type { Config } from "@retake/core/config";
import type { OAuthConfig } from "next-auth/providers/oauth";
import GitHub from "next-auth/providers/github";
import Google from "next-auth/providers/google";

interface OidcProfile {
  sub: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
  picture?: string;
}

/** The ways to sign in that the operator has set up beside passwords. */
export function oauthProviders(config: Pick<Config, "github" | "google" | "oidc">) {
  return [
    ...(config.github === null ? [] : [GitHub(config.github)]),
    ...(config.google === null ? [] : [Google(config.google)]),
    ...(config.oidc === null ? [] : [oidcProvider(config.oidc)]),
  ];
}

/** Any OpenID provider, by discovery, with PKCE, state and nonce. */
function oidcProvider(client: NonNullable<Config["oidc"]>): OAuthConfig<OidcProfile> {
  return {
    id: "oidc",
    name: "single sign-on",
    type: "oauth",
    wellKnown: `${client.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    profile: ({ sub, name, email, picture }) => ({
      id: sub,
      name: name ?? null,
      email: email ?? null,
      image: picture ?? null,
    }),
  };
}
