"use client";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { createContext } from "react";

/** The episode whose samples the rules look at. */
export const EpisodeDataContext = createContext<Pick<EpisodeDetail, "dataUrl" | "topics"> | null>(null);
