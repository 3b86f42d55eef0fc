-- The tsvector columns are generated: Prisma's schema language cannot say so, and sees ordinary ones.
-- AlterTable
ALTER TABLE "Annotation" ADD COLUMN     "search" tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', left(translate("label", '_/.-', '    '), 20000)), 'A') || setweight(to_tsvector('english', left(translate(coalesce("note", ''), '_/.-', '    '), 20000)), 'B')) STORED;

-- AlterTable
ALTER TABLE "Comment" ADD COLUMN     "search" tsvector GENERATED ALWAYS AS (to_tsvector('english', left(translate("text", '_/.-', '    '), 20000))) STORED;

-- AlterTable
ALTER TABLE "EpisodeMark" ADD COLUMN     "search" tsvector GENERATED ALWAYS AS (to_tsvector('english', left(translate("kind" || ' ' || coalesce("text", ''), '_/.-', '    '), 20000))) STORED;

-- CreateTable
CREATE TABLE "EpisodeIndex" (
    "episodeId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "factualSummary" TEXT NOT NULL DEFAULT '',
    "modelSummary" TEXT,
    "modelBy" TEXT,
    "textA" TEXT NOT NULL DEFAULT '',
    "textB" TEXT NOT NULL DEFAULT '',
    "textC" TEXT NOT NULL DEFAULT '',
    "search" tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', left(translate("textA", '_/.-', '    '), 20000)), 'A') || setweight(to_tsvector('english', left(translate("textB", '_/.-', '    '), 20000)), 'B') || setweight(to_tsvector('english', left(translate("textC", '_/.-', '    '), 20000)), 'C')) STORED,
    "motionSpace" TEXT,
    "motionVersion" INTEGER,
    "motion" BYTEA,
    "visual" BYTEA,
    "problems" JSONB NOT NULL DEFAULT '{}',
    "indexedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EpisodeIndex_pkey" PRIMARY KEY ("episodeId")
);

-- CreateTable
CREATE TABLE "Finding" (
    "episodeId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "start" DOUBLE PRECISION NOT NULL,
    "end" DOUBLE PRECISION,
    "text" TEXT NOT NULL,
    "search" tsvector GENERATED ALWAYS AS (to_tsvector('english', left(translate("kind" || ' ' || "text", '_/.-', '    '), 20000))) STORED,

    CONSTRAINT "Finding_pkey" PRIMARY KEY ("episodeId","position")
);

-- CreateTable
CREATE TABLE "TextVector" (
    "space" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "vector" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TextVector_pkey" PRIMARY KEY ("space","hash")
);

-- CreateTable
CREATE TABLE "MotionSpace" (
    "workspaceId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "fittedCount" INTEGER NOT NULL,
    "fit" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MotionSpace_pkey" PRIMARY KEY ("workspaceId","key")
);

-- CreateTable
CREATE TABLE "MapLayout" (
    "workspaceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "seed" INTEGER NOT NULL,
    "fittedCount" INTEGER NOT NULL,
    "clusters" JSONB NOT NULL DEFAULT '[]',
    "figures" JSONB NOT NULL DEFAULT '{}',
    "fittedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MapLayout_pkey" PRIMARY KEY ("workspaceId","kind")
);

-- CreateTable
CREATE TABLE "MapPoint" (
    "workspaceId" TEXT NOT NULL,
    "episodeId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "x" REAL NOT NULL,
    "y" REAL NOT NULL,
    "cluster" INTEGER,
    "isPlaced" BOOLEAN NOT NULL DEFAULT false,
    "neighbours" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "MapPoint_pkey" PRIMARY KEY ("episodeId","kind")
);

-- CreateTable
CREATE TABLE "IndexRun" (
    "workspaceId" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'idle',
    "stage" TEXT NOT NULL DEFAULT 'episodes',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "rebuildAskedAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IndexRun_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "SavedSearch" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SavedSearch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AiSettings" (
    "workspaceId" TEXT NOT NULL,
    "provider" TEXT NOT NULL DEFAULT 'openai',
    "summaries" BOOLEAN NOT NULL DEFAULT true,
    "tokensMax" BIGINT DEFAULT 5000000,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AiSettings_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "AiSpend" (
    "workspaceId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "embedding" BIGINT NOT NULL DEFAULT 0,
    "chat" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "AiSpend_pkey" PRIMARY KEY ("workspaceId","month")
);

-- CreateIndex
CREATE INDEX "EpisodeIndex_workspaceId_idx" ON "EpisodeIndex"("workspaceId");

-- CreateIndex
CREATE INDEX "EpisodeIndex_search_idx" ON "EpisodeIndex" USING GIN ("search");

-- CreateIndex
CREATE INDEX "Finding_search_idx" ON "Finding" USING GIN ("search");

-- CreateIndex
CREATE INDEX "MapPoint_workspaceId_kind_idx" ON "MapPoint"("workspaceId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "SavedSearch_workspaceId_name_key" ON "SavedSearch"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "Annotation_search_idx" ON "Annotation" USING GIN ("search");

-- CreateIndex
CREATE INDEX "Comment_search_idx" ON "Comment" USING GIN ("search");

-- CreateIndex
CREATE INDEX "EpisodeMark_search_idx" ON "EpisodeMark" USING GIN ("search");

-- AddForeignKey
ALTER TABLE "EpisodeIndex" ADD CONSTRAINT "EpisodeIndex_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EpisodeIndex" ADD CONSTRAINT "EpisodeIndex_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MotionSpace" ADD CONSTRAINT "MotionSpace_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MapLayout" ADD CONSTRAINT "MapLayout_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MapPoint" ADD CONSTRAINT "MapPoint_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MapPoint" ADD CONSTRAINT "MapPoint_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IndexRun" ADD CONSTRAINT "IndexRun_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SavedSearch" ADD CONSTRAINT "SavedSearch_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AiSettings" ADD CONSTRAINT "AiSettings_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AiSpend" ADD CONSTRAINT "AiSpend_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

