/** A name that is cut in its middle where it is too long: groups of one task differ in what comes last. */
export function SplitName({ name }: { name: string }) {
  const at = name.lastIndexOf(" · ");
  if (at < 0) return <span className="truncate">{name}</span>;
  return (
    <>
      <span className="truncate">{name.slice(0, at)}</span>
      <span className="max-w-[60%] shrink-0 truncate whitespace-pre">{name.slice(at)}</span>
    </>
  );
}
