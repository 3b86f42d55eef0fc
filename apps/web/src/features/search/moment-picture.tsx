import { Poster } from "../../ui/poster.tsx";

interface MomentPictureProps {
  /** Of the episode; the camera's other pictures stand beside it. */
  posterUrl: string | null;
  /** Seconds from the episode's start. */
  time: number;
  width: number;
  className: string;
}

/** What the episode's first camera saw at a moment. */
export function MomentPicture({ posterUrl, time, width, className }: MomentPictureProps) {
  const still = posterUrl?.replace(/poster\.jpg$/, `at/${time.toFixed(3)}.jpg`) ?? null;
  return <Poster posterUrl={still} stripUrl={null} width={width} className={className} />;
}
