"use client";
import type { AiSettingsView } from "@retake/trpc/schemas";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";

type Choice = Pick<AiSettingsView, "provider" | "summaries" | "tokensMax">;

interface AiSettingsFormProps {
  settings: AiSettingsView;
  isBusy: boolean;
  onSave: (next: Choice) => void;
}

const PROVIDERS = [
  { value: "local", label: "This machine only" },
  { value: "openai", label: "The configured server" },
] as const;

/** The choices, saved together. Without a server there is nothing to choose. */
export function AiSettingsForm({ settings, isBusy, onSave }: AiSettingsFormProps) {
  const [draft, setDraft] = useState({
    provider: settings.provider,
    summaries: settings.summaries,
    tokens: settings.tokensMax === null ? "" : String(settings.tokensMax),
  });
  const { server } = settings;
  if (server === null) return null;
  const tokens = draft.tokens.replaceAll(/[\s,]/g, "");
  const isWrong = !/^\d{0,12}$/.test(tokens);
  const next: Choice = {
    provider: draft.provider,
    summaries: draft.summaries,
    tokensMax: tokens === "" ? null : Number(tokens),
  };
  const isSame =
    next.provider === settings.provider &&
    next.summaries === settings.summaries &&
    next.tokensMax === settings.tokensMax;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong && !isSame) onSave(next);
      }}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-sm font-medium text-ink-2">Texts are compared by</span>
        <Select
          label="Who compares texts"
          value={draft.provider}
          options={PROVIDERS}
          onChange={(provider) => setDraft({ ...draft, provider })}
          className="max-md:h-10"
        />
      </div>
      {server.chatModel === null ? null : (
        <label className="flex min-h-8 items-center gap-2 text-sm">
          <Checkbox
            aria-label="Let the model write summaries"
            checked={draft.summaries}
            disabled={draft.provider === "local"}
            onCheckedChange={(checked) => setDraft({ ...draft, summaries: checked === true })}
          />
          Let the model write summaries, beside those that rules write
        </label>
      )}
      <div className="max-w-72">
        <Field
          label="Tokens a month at most"
          inputMode="numeric"
          value={draft.tokens}
          disabled={draft.provider === "local"}
          onChange={(event) => setDraft({ ...draft, tokens: event.target.value })}
          hint="Empty: no limit. When they are used up, the local model goes on alone."
          error={isWrong ? "A whole number of at most 12 digits" : undefined}
        />
      </div>
      <Button type="submit" className="self-start max-md:h-10" disabled={isBusy || isSame || isWrong}>
        Save
      </Button>
    </form>
  );
}
