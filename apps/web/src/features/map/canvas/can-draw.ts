/** Whether this browser has WebGL 2, be it in software. */
export function canDraw(): boolean {
  if (typeof document === "undefined") return true;
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
