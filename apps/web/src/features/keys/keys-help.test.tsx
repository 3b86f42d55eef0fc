// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { KeysProvider, useKeys } from "./keys-provider.tsx";

const DIGITS = ["1", "2", "3", "4"];

function Review() {
  useKeys("Review", [{ keys: ["a"], does: "Accept", run: () => undefined }]);
  return null;
}

function Player() {
  useKeys("Playback", [{ keys: DIGITS, does: "Class", run: () => undefined }]);
  return null;
}

afterEach(() => vi.unstubAllGlobals());

it("shows what works now, also what came after it was opened, the player's keys first and neighbours by their ends", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  const show = (isLoaded: boolean): Promise<void> =>
    act(async () =>
      root.render(
        <KeysProvider>
          <Review />
          {isLoaded ? <Player /> : null}
        </KeysProvider>,
      ),
    );
  const titles = (): (string | null)[] =>
    [...document.querySelectorAll("[role=dialog] h3")].map((title) => title.textContent);
  await show(false);
  await act(async () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "?" })));
  expect(titles()).toEqual(["Review", "Everywhere"]);
  await show(true);
  expect(titles()).toEqual(["Playback", "Review", "Everywhere"]);
  const keys = [...document.querySelectorAll("[role=dialog] section:first-of-type kbd")];
  expect(keys.map((key) => key.textContent)).toEqual(["1", "4"]);
  await show(false);
  expect(titles()).toEqual(["Review", "Everywhere"]);
  await act(async () => root.unmount());
});
